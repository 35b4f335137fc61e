package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import dev.understudy.testkit.junit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Passes in many runs: pages of any size, no time, pages that fail, two runs at once. Whatever
 * happens, each drifted key is hinted at and no other, and after repair there is a proof. Replay a
 * failure with {@code -Dunderstudy.seed=}.
 */
class ResumedPassTest extends ReconcilerFixture {
  private static final ReconcileRequest DEEP = ReconcileRequest.of(Map.of("deep", true));
  private final RandomDrift drift = new RandomDrift(this);

  @ParameterizedTest(name = "seed {0}")
  @Seeds(12)
  void findsAllDriftAndNothingElseWhateverInterruptsIt(long seed) {
    Random random = new Random(seed);
    settings =
        new ReconcilerSettings(
            "primary to standby",
            GRACE,
            1000,
            10,
            30,
            100_000,
            4,
            1 + random.nextInt(3),
            Scope.ALL);
    drift.fill(random, 350);
    later();
    primaryListing = failing(primary, random, 0);
    standbyListing = failing(standby, random, 150);

    Summary summary = runUntilComplete(random);

    assertThat(summary.watermark().orElseThrow().held()).isEmpty();
    assertThat(new TreeSet<>(repairs.keys)).isEqualTo(drift.keys());
    assertThat(summary.watermark().orElseThrow().proof()).isEmpty();
    assertProofAfterRepair(random);
  }

  /** As many runs as it takes; each has time for some hundred keys. */
  private Summary runUntilComplete(Random random) {
    for (int run = 0; run < 1000; run++) {
      try {
        Summary summary = run(DEEP, random.nextBoolean() ? outOfTime() : plenty());
        if (summary.complete()) {
          return summary;
        }
      } catch (StoreException.Unavailable e) {
        // The next run goes on.
      }
      clock.move(Duration.ofSeconds(random.nextInt(400)));
    }
    throw new AssertionError("No end");
  }

  private void assertProofAfterRepair(Random random) {
    new HashSet<>(repairs.keys).forEach(this::replicate);
    repairs.keys.clear();
    later();
    Summary summary = runUntilComplete(random);

    assertThat(summary.watermark().orElseThrow().proof()).isPresent();
    assertThat(repairs.keys).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @Seeds(12)
  void losesNothingWhereTwoRunsGoAtOnce(long seed) throws Exception {
    Random random = new Random(seed);
    settings =
        new ReconcilerSettings(
            "primary to standby", GRACE, 1000, 10, 30, 100_000, 4, 50, Scope.ALL);
    drift.fill(random, 350);
    later();
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 6; round++) {
        Callable<Boolean> run = () -> runBesideAnother(random.nextBoolean());
        for (Future<Boolean> one : both.invokeAll(List.of(run, run))) {
          one.get();
        }
        clock.move(Duration.ofSeconds(200));
      }
    } finally {
      both.shutdownNow();
    }
    runUntilComplete(random);

    assertThat(new TreeSet<>(repairs.keys)).isEqualTo(drift.keys());
    assertProofAfterRepair(random);
  }

  private boolean runBesideAnother(boolean short_) {
    try {
      return run(DEEP, short_ ? outOfTime() : plenty()).complete();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("Another run");
      return false;
    }
  }

  /**
   * @param one page out of this many fails; 0 for no failure, as deletions would then be held back
   */
  private static Listing failing(Listing listing, Random random, int one) {
    return (at, most) -> {
      synchronized (random) {
        if (one > 0 && random.nextInt(one) == 0) {
          throw new StoreException.Unavailable("503", false, null);
        }
      }
      return listing.page(at, most);
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnUnderAPrefixWhereItIsToldTo(boolean dryRun) {
    for (int i = 0; i < 250; i++) {
      write("a/%03d".formatted(i), "x");
    }
    write("b/1", "x");
    later();
    ReconcileRequest request =
        ReconcileRequest.of(
            dryRun ? Map.of("prefix", "a/", "dryRun", true) : Map.of("prefix", "a/"));

    List<Long> missing = new ArrayList<>();
    Summary summary = run(request, outOfTime());
    missing.add(summary.counts().get(Count.MISSING));
    while (!summary.complete()) {
      assertThat(summary.message().orElseThrow()).contains("\"goOn\"");
      request = ReconcileRequest.of(asInput(summary.toMap().get("goOn")));
      summary = run(request, outOfTime());
      missing.add(summary.counts().get(Count.MISSING));
    }

    assertThat(missing).containsExactly(100L, 100L, 50L);
    assertThat(repairs.keys).hasSize(dryRun ? 0 : 250).doesNotHaveDuplicates();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> asInput(Object goOn) {
    return (Map<String, ?>) goOn;
  }

  @Test
  void stopsUnderAPrefixWhereTheRepairsQueueIsFull() {
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 30, 1_500, 2, 1000, Scope.ALL);
    for (int i = 0; i < 600; i++) {
      write("a/%03d".formatted(i), "x");
    }
    later();
    repairs.waiting = 2000;

    Summary summary = run(ReconcileRequest.of(Map.of("prefix", "a/")), plenty());

    assertThat(summary.complete()).isFalse();
    assertThat(summary.goOn().orElseThrow().after()).contains(new ObjectKey("a/299"));
  }

  @Test
  void saysWhatAStandbyWithoutEtagsCosts() {
    replicated("equal", "x");
    replicated("other", "x");
    tamper("other");
    later();
    standbySide = new EtaglessStandby(standby);
    standbyListing = new EtaglessStandby(standby);

    Summary first = run();
    later();
    Summary summary = run();

    assertThat(first.message().orElseThrow()).contains("does not keep ETags", "0.40 USD");
    assertThat(summary.counts().get(Count.STALE)).as("all is looked at").isEqualTo(1);
    assertThat(repairs.keys).containsExactly("other");
  }
}
