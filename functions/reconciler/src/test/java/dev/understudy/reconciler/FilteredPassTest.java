package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.Filter;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes whose scope is narrowed by the filter in the primary. */
class FilteredPassTest extends ReconcilerFixture {
  @BeforeEach
  void readTheFilter() {
    filtered = true;
  }

  @Test
  void ignoresKeysOutsideTheFilterOnBothSides() {
    filter("- other/");
    write("site/missing", "x");
    write("other/missing", "x");
    replicated("other/stale", "x");
    write("other/stale", "another");
    foreign("other/orphan");
    later();
    run();
    later();

    Summary summary = run();

    assertThat(repairs.keys).containsOnly("site/missing");
    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(1);
    assertThat(summary.counts().get(Count.ORPHANED)).isZero();
    assertThat(summary.counts().get(Count.REFUSED)).isZero();
  }

  @Test
  void countsObjectsOutsideTheBoundsAsRefusedAndKeepsExistingReplicasCurrent() {
    filter("max-size: 3B");
    write("large", "four");
    replicated("stale", "x");
    write("stale", "four");
    later();

    Summary summary = run();

    assertThat(repairs.keys).containsExactly("stale");
    assertThat(summary.counts().get(Count.REFUSED)).isEqualTo(1);
  }

  @Test
  void deletesNothingWhereTheFilterIsNarrowed() {
    filter("+ **");
    replicated("site/a", "x");
    replicated("other/a", "x");
    later();
    assertThat(run().complete()).isTrue();

    filter("- other/");
    clock.move(Duration.ofHours(1));
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(repairs.keys).isEmpty();
    assertThat(proof(summary).keys()).isEqualTo(1);
  }

  @Test
  void beginsANewPassWhereTheFilterHasChanged() {
    filter("- a/");
    for (int i = 0; i < 250; i++) {
      replicated("m/%03d".formatted(i), "x");
    }
    write("a/missing", "x");
    later();
    assertThat(runOutOfTime().complete()).isFalse();

    filter("- b/");
    later();
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.MISSING)).isEqualTo(1);
    assertThat(summary.watermark().orElseThrow().proof()).isEmpty();
  }

  @Test
  void namesTheFilterInTheProof() {
    String text = "- other/";
    filter(text);
    replicated("site/a", "x");
    later();

    String digest = Filter.parse(text.getBytes(UTF_8)).digest();
    assertThat(proof(run()).scope()).contains("all keys, filter " + digest);
  }

  @Test
  void stopsWhileNoUsableFilterIsKnown() {
    filter("+ site/**\n- [a");
    foreign("orphan");
    later();

    assertThatThrownBy(this::run)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("line 2, column 3");
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void hintsAtExcludedReplicasApartFromDriftIfTheFilterEvicts() {
    filter("- *.tmp\nmax-size: 3B\nstorage-class: STANDARD\nevict: true");
    replicated("a.tmp", "x");
    foreign("orphan.tmp");
    write("missing.tmp", "x");
    replicated("large", "four");
    replicated("rare", "x");
    primary.transition(new ObjectKey("rare"), "STANDARD_IA");
    for (int i = 0; i < 20; i++) {
      replicated("in/%02d".formatted(i), "x");
    }
    settings = braking(100);
    later();

    Summary summary = pass(GO_ON);

    assertThat(repairs.keys).containsExactly("a.tmp", "large", "orphan.tmp", "rare");
    assertThat(summary.counts().get(Count.EVICTED)).isEqualTo(4);
    assertThat(summary.counts().get(Count.ORPHANED)).isZero();
    assertThat(proof(summary).keys()).isEqualTo(24);
  }

  @Test
  void withholdsEvictionsAndOrphansTogetherUntilAPersonReleasesThem() {
    filter("- *.tmp\nevict: true");
    replicated("a.tmp", "x");
    replicated("b.tmp", "x");
    foreign("orphan1");
    foreign("orphan2");
    for (int i = 0; i < 20; i++) {
      replicated("in/%02d".formatted(i), "x");
    }
    settings = braking(3);
    later();

    Held held = pass(GO_ON).watermark().orElseThrow().held().orElseThrow();

    assertThat(held.orphans()).isEqualTo(4);
    assertThat(held.reason()).contains("4 of 24 keys");
    assertThat(repairs.keys).isEmpty();

    Summary released = run(ReconcileRequest.of(Map.of("release", held.pass())), plenty());
    assertThat(repairs.keys).containsExactly("a.tmp", "b.tmp", "orphan1", "orphan2");
    assertThat(released.counts().get(Count.EVICTED)).isEqualTo(2);
    assertThat(released.watermark().orElseThrow().held()).isEmpty();
  }

  @Test
  void withholdsTheEvictionOfMoreThanHalfOfAllKeys() {
    filter("- **\nevict: true");
    replicated("a", "x");
    replicated("b", "x");
    settings = braking(1_000_000);
    later();

    assertThat(pass(GO_ON).watermark().orElseThrow().held().orElseThrow().reason())
        .contains("2 of 2 keys");
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void sendsNoHintsForEvictionsAfterTheFilterIsWidenedAgain() {
    filter("- *.tmp\nevict: true");
    replicated("a.tmp", "x");
    replicated("b", "x");
    replicated("c", "x");
    later();
    assertThat(runOutOfTime().complete()).isFalse();

    filter("- *.bak\nevict: true");
    clock.move(Duration.ofHours(1));
    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.EVICTED)).isZero();
    assertThat(repairs.keys).isEmpty();
  }

  @Test
  void leavesAReplicaThatChangedSinceItWasListedToTheNextPass() {
    filter("max-size: 3B\nevict: true");
    replicated("a", "four");
    replicated("b", "x");
    replicated("c", "x");
    later();
    assertThat(run(GO_ON, new Deadline(() -> 30_000, Duration.ofSeconds(20))).complete()).isFalse();
    write("a", "fives");
    replicate("a");
    later();

    Summary summary = run();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.counts().get(Count.IN_FLIGHT)).isEqualTo(1);
    assertThat(repairs.keys).isEmpty();
  }

  /** No listing shows tags; a HEAD of a missing object does, and a deep pass reads all. */
  @Test
  void readsTagsOnlyWhereAHeadIsSentAnyway() {
    filter("exclude-tag: draft=yes\nevict: true");
    replicated("draft", "x");
    primary.tag(new ObjectKey("draft"), Map.of("draft", "yes"));
    write("missing", "x");
    primary.tag(new ObjectKey("missing"), Map.of("draft", "yes"));
    for (int i = 0; i < 5; i++) {
      replicated("in/%02d".formatted(i), "x");
    }
    settings = withoutDeepChecks();
    later();
    List<ObjectKey> heads = new ArrayList<>();
    primary.before(
        (operation, key) -> heads.addAll(operation.equals("head") ? List.of(key) : List.of()));

    Summary shallow = run();

    assertThat(shallow.counts().get(Count.EVICTED)).isZero();
    assertThat(shallow.counts().get(Count.REFUSED)).isEqualTo(1);
    assertThat(heads).containsExactly(new ObjectKey("missing"));
    assertThat(repairs.keys).isEmpty();

    Summary deep = pass(ReconcileRequest.of(Map.of("deep", true)));
    assertThat(deep.counts().get(Count.EVICTED)).isEqualTo(1);
    assertThat(repairs.keys).containsExactly("draft");
  }

  /** Compares all keys, and decides about the suspects after the grace period. */
  private Summary pass(ReconcileRequest request) {
    assertThat(run(request, plenty()).complete()).isFalse();
    later();
    return run(request, plenty());
  }

  private ReconcilerSettings braking(int keys) {
    return new ReconcilerSettings(
        settings.buckets(), GRACE, keys, 10, settings.deepDays(), 100_000, 2, 2, Scope.ALL);
  }

  private ReconcilerSettings withoutDeepChecks() {
    return new ReconcilerSettings(settings.buckets(), GRACE, 3, 10, 0, 100_000, 2, 2, Scope.ALL);
  }

  private static Proof proof(Summary summary) {
    return summary.watermark().orElseThrow().proof().orElseThrow();
  }

  private void filter(String text) {
    write(ReservedKeys.FILTER.value(), text);
  }
}
