package dev.understudy.reconciler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Listing;
import dev.understudy.testkit.junit.Seeds;
import dev.understudy.testkit.store.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A primary that changes with every page that is listed, and a replicator that is always some
 * seconds behind, but never as long as the grace period: nothing of it is drift. Replay a failure
 * with {@code -Dunderstudy.seed=}.
 */
class UnderTrafficTest extends RangedPassFixture {
  private static final int KEYS = 120;
  private static final int MAX_SECONDS_BEHIND = 120;
  private static final Duration BETWEEN_RUNS = GRACE.plusSeconds(30);

  /** A key that changed, and when its replica follows. */
  private record Change(String key, Instant due) {}

  private final List<Change> underWay = new ArrayList<>();
  private long changes;
  private Random random = new Random();

  @ParameterizedTest(name = "seed {0}")
  @Seeds(12)
  void takesNothingOnItsWayForDrift(long seed) {
    fill(seed);

    int passes = 0;
    long inFlight = 0;
    for (int run = 0; run < 60; run++) {
      Summary summary = run(ReconcileRequest.of(Map.of("deep", true)), plenty());
      passes += summary.complete() ? 1 : 0;
      inFlight += summary.complete() ? summary.counts().get(Count.IN_FLIGHT) : 0;
      assertThat(summary.counts().isEqual()).as("seed %d: %s", seed, summary.toMap()).isTrue();
      waitBetweenRuns();
    }

    assertThat(changes).isGreaterThan(1000);
    assertThat(passes).isGreaterThan(10);
    assertThat(repairs.keys).as("hints at keys in flight").hasSizeLessThanOrEqualTo((int) inFlight);
  }

  @ParameterizedTest(name = "seed {0}")
  @Seeds(8)
  void takesNothingOnItsWayForDriftInAnyRange(long seed) {
    fill(seed);
    deep = true;
    learn(List.of(key(30), key(31), key(90)));

    for (int pass = 0; pass < 6; pass++) {
      Summary joined = passOverRanges();
      assertThat(total.isEqual()).as("seed %d: %s", seed, total.toMap()).isTrue();
      assertThat(joined.watermark().orElseThrow().proof().orElseThrow().pass())
          .isEqualTo(joined.pass().orElseThrow());
      waitBetweenRuns();
    }

    assertThat(changes).isGreaterThan(1000);
    assertThat(repairs.keys)
        .as("hints at keys in flight")
        .hasSizeLessThanOrEqualTo((int) total.get(Count.IN_FLIGHT));
  }

  /** The primary changes, and the replicator follows. */
  @Override
  void waitBetweenRuns() {
    for (Instant until = clock.instant().plus(BETWEEN_RUNS); clock.instant().isBefore(until); ) {
      change();
    }
  }

  private void fill(long seed) {
    random = new Random(seed);
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 1000, 10, 30, 100_000, 4, 5, Scope.ALL);
    for (int i = 0; i < KEYS; i++) {
      replicated(key(i), "x");
    }
    later();
    primaryListing = changing(primary);
    standbyListing = changing(standby);
  }

  private Listing changing(Listing listing) {
    return (at, most) -> {
      change();
      Listing.Page page = listing.page(at, most);
      change();
      return page;
    };
  }

  private synchronized void change() {
    clock.move(Duration.ofMillis(random.nextInt(3000)));
    String key = key(random.nextInt(KEYS));
    switch (random.nextInt(6)) {
      case 0 -> primary.delete(new ObjectKey(key));
      case 1 -> {
        if (primary.head(new ObjectKey(key)).isPresent()) {
          primary.tag(new ObjectKey(key), Map.of("n", "" + changes));
        }
      }
      case 2 ->
          primary.putInParts(
              new ObjectKey(key),
              ("parts " + changes).getBytes(UTF_8),
              Samples.typed("text/plain"),
              clock.instant().minus(Duration.ofHours(1)));
      default -> write(key, "content " + changes);
    }
    changes++;
    underWay.add(new Change(key, clock.instant().plusSeconds(random.nextInt(MAX_SECONDS_BEHIND))));
    underWay.stream()
        .filter(change -> !change.due().isAfter(clock.instant()))
        .forEach(change -> replicate(change.key()));
    underWay.removeIf(change -> !change.due().isAfter(clock.instant()));
  }

  private static String key(int number) {
    return "k%03d".formatted(number);
  }
}
