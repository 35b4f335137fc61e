package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Listing;
import dev.understudy.testkit.junit.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A pass over key ranges finds what a pass without ranges finds. Replay a failure with {@code
 * -Dunderstudy.seed=}.
 */
class RangedPassTest extends RangedPassFixture {
  private static final Map<String, ?> DEEP = Map.of("deep", true);

  /** The same bucket again, for a pass without ranges. */
  private static final class Single extends RangedPassFixture {
    /** A whole pass, and the sum of its runs in {@link #total}. */
    Summary pass() {
      while (true) {
        Summary summary = run(ReconcileRequest.of(DEEP), plenty());
        total = total.plus(summary.counts());
        if (summary.complete()) {
          return summary;
        }
        later();
      }
    }

    void repair() {
      new HashSet<>(repairs.keys).forEach(this::replicate);
      repairs.keys.clear();
      later();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @Seeds(16)
  void hasTheResultOfAPassWithoutRanges(long seed) {
    Random random = new Random(seed);
    Single single = new Single();
    RandomDrift drift = bothFilled(single, random.nextLong(), 1 + random.nextInt(1000));
    List<String> keys =
        primary.page(Listing.Place.of("", Optional.empty()), 1000).objects().stream()
            .map(listed -> listed.key().value())
            .toList();
    learn(boundaries(random, keys));
    deep = true;

    assertSameResult(single);
    if (watermark().held().isEmpty()) {
      assertThat(new TreeSet<>(repairs.keys)).isEqualTo(drift.keys());
    }
    single.repair();
    new HashSet<>(repairs.keys).forEach(this::replicate);
    repairs.keys.clear();
    later();
    assertSameResult(single);
  }

  private RandomDrift bothFilled(Single single, long seed, int brakeKeys) {
    settings =
        new ReconcilerSettings(
            "primary to standby", GRACE, brakeKeys, 10, 30, 100_000, 4, 7, Scope.ALL);
    single.settings = settings;
    new RandomDrift(single).fill(new Random(seed), 200);
    RandomDrift drift = new RandomDrift(this);
    drift.fill(new Random(seed), 200);
    later();
    single.later();
    return drift;
  }

  /** Existing keys, keys beside them and keys of no object. */
  private static List<String> boundaries(Random random, List<String> keys) {
    return IntStream.range(0, 1 + random.nextInt(9))
        .mapToObj(
            i -> {
              String key = keys.get(random.nextInt(keys.size()));
              return random.nextBoolean() ? key : key + (char) ('a' + random.nextInt(20));
            })
        .map(ObjectKey::new)
        .distinct()
        .sorted()
        .map(ObjectKey::value)
        .toList();
  }

  private void assertSameResult(Single single) {
    total = new Counts();
    single.total = new Counts();
    single.pass();
    passOverRanges();

    assertThat(total.toMap()).isEqualTo(single.total.toMap());
    assertThat(repairs.keys.stream().sorted())
        .isEqualTo(single.repairs.keys.stream().sorted().toList());
    assertThat(suspects()).isEqualTo(single.suspects());
    assertThat(watermark().held().map(Held::reason))
        .isEqualTo(single.watermark().held().map(Held::reason));
    assertThat(watermark().proof().map(RangedPassTest::withoutPassAndTimes))
        .isEqualTo(single.watermark().proof().map(RangedPassTest::withoutPassAndTimes));
  }

  private static Map<String, Object> withoutPassAndTimes(Proof proof) {
    Map<String, Object> map = proof.toMap();
    map.keySet().removeAll(List.of("pass", "began", "ended"));
    return map;
  }

  @Test
  void comparesAKeyOnABoundaryOnce() {
    List<String> keys = List.of("a", "b", "c", "d", "e");
    keys.forEach(key -> replicated(key, "x"));
    later();
    for (List<String> boundaries :
        List.of(keys, List.of("a"), List.of("e"), List.of("b", "b0", "c"), List.of("a", "e"))) {
      total = new Counts();
      learn(boundaries);

      passOverRanges();

      assertThat(total.get(Count.KEYS)).as("boundaries %s", boundaries).isEqualTo(5);
      assertThat(watermark().proof().orElseThrow().keys()).isEqualTo(5);
    }
  }

  @Test
  void provesWithEmptyRangesAndInAnEmptyBucket() {
    learn(List.of("b", "c", "d"));
    passOverRanges();
    assertThat(watermark().proof().orElseThrow().keys()).isZero();

    replicated("a", "x");
    replicated("z", "x");
    later();
    learn(List.of("b", "c", "d"));
    passOverRanges();
    assertThat(watermark().proof().orElseThrow().keys()).isEqualTo(2);
  }

  @Test
  void engagesOneBrakeForAMassDeletionInOneRange() {
    fillThreeRanges();
    for (int i = 0; i < 40; i++) {
      foreign("b/%02d".formatted(i));
    }
    foreign("a/orphan");
    foreign("c/orphan");
    write("c/missing", "x");
    later();

    Summary joined = passOverRanges();

    Held held = joined.watermark().orElseThrow().held().orElseThrow();
    assertThat(held.orphans()).isEqualTo(42);
    assertThat(held.ofRanges()).containsExactly(1L, 1L, 1L);
    assertThat(repairs.keys).as("below the brake are repairs alone").containsExactly("c/missing");

    assertThat(run(ReconcileRequest.of(Map.of("release", held.pass())), plenty()).complete())
        .isTrue();
    assertThat(repairs.keys).contains("a/orphan", "b/00", "b/39", "c/orphan").hasSize(43);
    assertThat(watermark().held()).isEmpty();
  }

  @Test
  void keepsTheWithheldListsOfAnEarlierPass() {
    engagesOneBrakeOverTheOrphansOf("b/");
    String first = watermark().held().orElseThrow().pass();

    repairs.keys.clear();
    assertThat(run(GO_ON, LONG).complete()).as("a pass without ranges").isTrue();
    assertThat(watermark().held().orElseThrow().pass()).isNotEqualTo(first);
    learn(List.of("b", "c"));
    passOverRanges();
    String last = watermark().held().orElseThrow().pass();
    assertThat(run(ReconcileRequest.of(Map.of("release", last)), plenty()).complete()).isTrue();

    assertThat(repairs.keys).hasSize(40);
  }

  private void engagesOneBrakeOverTheOrphansOf(String prefix) {
    fillThreeRanges();
    for (int i = 0; i < 40; i++) {
      foreign(prefix + "%02d".formatted(i));
    }
    later();
    passOverRanges();
    assertThat(watermark().held().orElseThrow().orphans()).isEqualTo(40);
  }

  @Test
  void sendsTheOrphanHintsOfAllRangesBelowTheBrake() {
    fillThreeRanges();
    foreign("a/orphan");
    foreign("b/orphan");
    foreign("c/orphan");
    later();
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 30, 100_000, 2, 2, Scope.ALL);

    assertThat(passOverRanges().watermark().orElseThrow().proof()).isEmpty();

    assertThat(repairs.keys).containsExactly("a/orphan", "b/orphan", "c/orphan");
  }

  @Test
  void withholdsAllDeletionsWhereThePrimaryListsNothing() {
    foreign("a");
    foreign("z");
    later();
    learn(List.of("m"));

    passOverRanges();

    assertThat(watermark().held().orElseThrow().reason()).contains("lists no key at all");
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void provesNothingBeforeEveryRangeIsComplete() {
    fillThreeRanges();
    String pass = plan();
    completeRange(pass, 0);
    completeRange(pass, 2);

    assertThatThrownBy(() -> join(pass))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[1] of pass \"%s\" are not complete".formatted(pass));
    assertThat(watermark().proof()).isEmpty();

    completeRange(pass, 1);
    assertThat(join(pass).complete()).isTrue();
    assertThat(watermark().proof().orElseThrow().pass()).isEqualTo(pass);
    assertThat(join(pass).complete()).as("a join that is repeated").isTrue();
  }

  @Test
  void runsARangeInAsManyRunsAsItNeeds() {
    for (int i = 0; i < 350; i++) {
      replicated("b/%03d".formatted(i), "x");
    }
    later();
    learn(List.of("b/049"));
    String pass = plan();
    completeRange(pass, 0);

    assertThat(compareRange(pass, 1, outOfTime()).nextKey()).contains(new ObjectKey("b/149"));
    assertThat(compareRange(pass, 1, outOfTime()).nextKey()).contains(new ObjectKey("b/249"));
    completeRange(pass, 1);
    join(pass);

    assertThat(watermark().proof().orElseThrow().keys()).isEqualTo(350);
  }

  @Test
  void goesOnWithoutAnOrchestratorToo() {
    fillThreeRanges();
    String pass = plan();
    completeRange(pass, 1);

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.KEYS)).as("ranges 0 and 2").isEqualTo(20);
    assertThat(watermark().proof().orElseThrow().pass()).isEqualTo(pass);
    assertThat(watermark().proof().orElseThrow().keys()).isEqualTo(30);
  }

  @Test
  void goesOnWithAPassOverRangesAndGivesUpOneWithoutThem() {
    fillThreeRanges();
    String pass = plan();

    assertThat(plan()).isEqualTo(pass);
    String another = plan(Map.of("restart", true));
    assertThat(another).isNotEqualTo(pass);
    assertThatThrownBy(() -> compareRange(pass, 0, plenty()))
        .hasMessageContaining("is not under way");
    assertThatThrownBy(() -> compareRange(another, 3, plenty()))
        .hasMessageContaining("it has no range 3");

    run(ReconcileRequest.of(Map.of("restart", true)), outOfTime());
    foreign("a/suspect");
    run(ReconcileRequest.of(Map.of("restart", true)), outOfTime());
    assertThat(watermark().pass().orElseThrow().ranges()).as("without ranges").isEmpty();
    plan();
    assertThat(ranges()).isEqualTo(3);
  }

  @Test
  void givesUpAPassWhoseScopeHasChanged() {
    fillThreeRanges();
    String pass = plan();
    settings = settings.within(Scope.of(List.of("a/"), Optional.empty()));

    assertThatThrownBy(() -> compareRange(pass, 0, plenty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the scope is now");
    assertThat(plan()).isNotEqualTo(pass);
  }

  @Test
  void keepsNoMoreNotesHoweverManyPassesThereAre() {
    fillThreeRanges();
    foreign("b/orphan");
    later();
    passOverRanges();
    int notes = notes();

    for (int i = 0; i < 4; i++) {
      passOverRanges();
    }

    assertThat(notes()).isEqualTo(notes);
  }

  private int notes() {
    return standby
        .page(Listing.Place.of(ReservedKeys.RECONCILER, Optional.empty()), 1000)
        .objects()
        .size();
  }

  private void fillThreeRanges() {
    for (int i = 0; i < 10; i++) {
      for (String prefix : List.of("a/k", "b/k", "c/k")) {
        replicated(prefix + i, "x");
      }
    }
    later();
    learn(List.of("b", "c"));
  }
}
