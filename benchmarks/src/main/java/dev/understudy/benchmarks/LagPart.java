package dev.understudy.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * P7: from a put that is answered to the replica that can be read, with a worker that waits;
 * against a GET and a PUT alone, by a warm relay. Once as the loopback is, and once with every
 * answer of either store so late as a network makes it.
 */
final class LagPart implements BenchPart {
  private static final int PUTS = 100;
  private static final int BYTES = 4096;
  private static final int NETWORK_MILLIS = 20;
  private static final Duration MAX_DURATION = Duration.ofMinutes(1);

  /** Two cores carry everything: one that looks without a pause would take what it measures. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  @Override
  public void run(BenchBuckets sides, BenchSettings settings, BenchReport report)
      throws IOException {
    measure(sides, "loopback", report);
    if (sides.counts().isEmpty()) {
      report.leaveOut("P7 over a network: only the embedded servers can be late");
      return;
    }
    try (BenchBuckets late = BenchBuckets.start(false, NETWORK_MILLIS)) {
      measure(late, "each answer " + NETWORK_MILLIS + " ms late", report);
    }
  }

  private static void measure(BenchBuckets sides, String where, BenchReport report)
      throws IOException {
    Map<String, String> ourSide = sides.fresh();
    Map<String, String> relaySide = sides.fresh();
    List<Double> ours = new ArrayList<>();
    List<Double> relayed = new ArrayList<>();
    try (ReplicatorContender worker = ReplicatorContender.start(ourSide);
        SdkLoopContender relay = SdkLoopContender.start(SdkLoop.RELAY, relaySide);
        ChangeEvents events = new ChangeEvents(ourSide);
        ChangeEvents.Working working = events.workedOffBy(List.of(worker))) {
      for (int n = -PUTS / 5; n < PUTS; n++) {
        String key = "lag/" + (n + PUTS);
        sides.put(key, new byte[BYTES]);
        double lag = lag(sides, ourSide, events, key);
        double alone = relay.copy(List.of(key)).seconds() * 1e3;
        // What comes first warms up.
        if (n >= 0) {
          ours.add(lag);
          relayed.add(alone);
        }
      }
      events.awaitEmpty();
    }
    List.of(ourSide, relaySide).forEach(sides::drop);
    Percentiles lags = new Percentiles(ours);
    Percentiles alone = new Percentiles(relayed);
    String work = PUTS + " puts one by one, " + where;
    report.add(new ReportRow("P7", work, "GET + PUT alone", alone.figures()));
    report.add(new ReportRow("P7", work, "ours, queue included", lags.figures()));
    report.add(
        Goal.atMost("P7", where + ": p50 of ours / (GET + PUT)", lags.at(50) / alone.at(50), 2));
  }

  private static double lag(
      BenchBuckets sides, Map<String, String> environment, ChangeEvents events, String key)
      throws IOException {
    long start = System.nanoTime();
    events.send(key);
    while (!isThere(sides, environment, key)) {
      if (System.nanoTime() - start > MAX_DURATION.toNanos()) {
        throw new IOException("No replica of " + key + " within " + MAX_DURATION);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** By a listing, which is never made late: how far the looker is must not count. */
  private static boolean isThere(BenchBuckets sides, Map<String, String> environment, String key) {
    return sides
            .standby()
            .listObjectsV2(
                r -> r.bucket(BenchBuckets.variable(environment, "STANDBY_BUCKET")).prefix(key))
            .keyCount()
        > 0;
  }
}
