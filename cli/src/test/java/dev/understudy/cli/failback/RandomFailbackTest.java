package dev.understudy.cli.failback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.s3.Fault;
import dev.understudy.testkit.junit.Seeds;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Random changes of both sides around a promotion, and a failback that is cut off at random calls.
 * Nothing of the writers may be lost, and no conflict may be decided.
 */
class RandomFailbackTest {
  private static final int KEYS = 8;

  @TempDir Path folder;

  private SplittableRandom random = new SplittableRandom();
  private final Set<String> touched = new HashSet<>();
  private int written;

  @ParameterizedTest
  @Seeds(12)
  void losesNothingAndDecidesNothing(long seed) throws Exception {
    random = new SplittableRandom(seed);
    try (TwoSides sides = new TwoSides(true)) {
      Map<String, Optional<String>> base = before(sides);
      sides.promote();
      for (int i = 0; i < 12; i++) {
        change(sides, random.nextInt(3) > 0, key());
      }
      Map<String, Expected> expected = new HashMap<>();
      for (String key : keys()) {
        expected.put(key, expected(sides, base.get(key), key));
      }

      FailbackResult last = runUntilComplete(sides, new Decisions());

      verify(sides, expected, last);
      decide(sides, expected);
    }
  }

  /**
   * @param conflict whether both sides changed
   * @param primary what the primary must have without a decision
   * @param standby what writers left
   */
  private record Expected(boolean conflict, Optional<String> primary, Optional<String> standby) {}

  /** Some changes are not replicated when the standby is promoted. */
  private Map<String, Optional<String>> before(TwoSides sides) throws Exception {
    Map<String, Optional<String>> base = new HashMap<>();
    keys().forEach(key -> base.put(key, Optional.empty()));
    for (int i = 0; i < 16; i++) {
      String key = key();
      change(sides, false, key);
      if (random.nextInt(4) > 0) {
        sides.replicate(key);
        base.put(key, sides.read(sides.primary, key));
      }
    }
    return base;
  }

  private void change(TwoSides sides, boolean standby, String key) {
    var side = standby ? sides.standby : sides.primary;
    boolean delete = random.nextInt(4) == 0;
    // MinIO adds no delete marker to a key that has no object.
    if (standby && (!delete || sides.read(side, key).isPresent())) {
      touched.add(key);
    }
    if (delete) {
      sides.delete(side, key);
    } else {
      sides.write(side, key, (standby ? "of a writer " : "of the primary ") + written++);
    }
  }

  /** An object that writers created and deleted again still counts as a change. */
  private Expected expected(TwoSides sides, Optional<String> base, String key) {
    Optional<String> primary = sides.read(sides.primary, key);
    Optional<String> standby = sides.read(sides.standby, key);
    boolean here = touched.contains(key);
    boolean there = !primary.equals(base);
    return new Expected(
        here && there && !primary.equals(standby), here && !there ? standby : primary, standby);
  }

  /** Each run is cut off: by the person, by lost responses or by refused requests. */
  private FailbackResult runUntilComplete(TwoSides sides, Decisions decisions) throws Exception {
    for (int run = 0; run < 4; run++) {
      AtomicInteger calls = new AtomicInteger();
      int cut = random.nextInt(20);
      int kind = random.nextInt(3);
      sides.primaryServer.faults(
          (operation, bucket, key) ->
              operation.startsWith("List") || calls.incrementAndGet() != cut
                  ? Fault.NONE
                  : kind == 0 ? Fault.swallow() : Fault.refuse(403, "AccessDenied"));
      sides.apply(report(), decisions, () -> kind == 2 && calls.get() > cut);
    }
    sides.primaryServer.faults((operation, bucket, key) -> Fault.NONE);
    return sides.apply(report(), decisions);
  }

  private static void verify(TwoSides sides, Map<String, Expected> expected, FailbackResult last) {
    expected.forEach(
        (key, one) -> {
          assertThat(sides.read(sides.primary, key)).as(key).isEqualTo(one.primary());
          assertThat(sides.read(sides.standby, key)).as(key).isEqualTo(one.standby());
        });
    long conflicts = expected.values().stream().filter(Expected::conflict).count();
    assertThat(last.keys().getOrDefault(Verdict.CONFLICT, 0L)).isEqualTo(conflicts);
    assertThat(last.isLeft()).isEqualTo(conflicts > 0);
  }

  private void decide(TwoSides sides, Map<String, Expected> expected) throws Exception {
    Decisions decisions = new Decisions();
    Map<String, Optional<String>> wanted = new HashMap<>();
    expected.forEach(
        (key, one) -> {
          boolean standby = random.nextBoolean();
          decisions.add(key, standby ? Decisions.Side.STANDBY : Decisions.Side.PRIMARY);
          wanted.put(key, one.conflict() && standby ? one.standby() : one.primary());
        });

    runUntilComplete(sides, decisions);

    wanted.forEach(
        (key, content) -> assertThat(sides.read(sides.primary, key)).as(key).isEqualTo(content));
    assertThat(sides.plan(report()).isLeft()).isFalse();
  }

  private Path report() {
    return folder.resolve("report.jsonl");
  }

  private static Iterable<String> keys() {
    return IntStream.range(0, KEYS).mapToObj(i -> "key" + i).toList();
  }

  private String key() {
    return "key" + random.nextInt(KEYS);
  }
}
