package dev.understudy.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * P7: from the response of a put until the replica can be read, with an idle worker; compared with
 * a GET and a PUT by a warm relay. Measured once on the loopback interface and once with each
 * response of both stores delayed as by a network. There, a batch of ten keys is also compared with
 * one key.
 */
final class LagPart implements BenchPart {
  private static final int PUTS = 100;
  private static final int BYTES = 4096;
  private static final int BATCHES = 30;
  private static final int NETWORK_MILLIS = 20;
  private static final Duration MAX_DURATION = Duration.ofMinutes(1);

  /** The pause between two polls: all processes share two cores, so polling must not use one. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(1);

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    measure(buckets, "loopback", 2, report);
    if (buckets.counts().isEmpty()) {
      report.leaveOut("P7 over a network: only the embedded servers can delay responses");
      return;
    }
    try (BenchBuckets late = BenchBuckets.start(false, NETWORK_MILLIS)) {
      String network = "each answer " + NETWORK_MILLIS + " ms late";
      measure(late, network, 1.2, report);
      batches(late, network, report);
    }
  }

  /** Batches of ten keys and of one take turns, so that other load affects both. */
  private static void batches(BenchBuckets buckets, String network, BenchReport report)
      throws IOException {
    Map<String, String> environment = buckets.fresh();
    List<Double> ofTen = new ArrayList<>();
    List<Double> ofOne = new ArrayList<>();
    try (ReplicatorContender replicator = ReplicatorContender.start(environment)) {
      for (int n = 0; n < BATCHES; n++) {
        List<String> keys = buckets.put("batch/" + n, ReplicatorContender.BATCH + 1, BYTES);
        ofOne.add(replicator.copyBatch(keys.subList(0, 1)).seconds() * 1e3);
        ofTen.add(replicator.copyBatch(keys.subList(1, keys.size())).seconds() * 1e3);
      }
    }
    buckets.drop(environment);
    Percentiles ten = new Percentiles(ofTen);
    Percentiles one = new Percentiles(ofOne);
    String work = BATCHES + " batches, " + network;
    report.add(new ReportRow("P7", work, "understudy, ten keys", ten.figures()));
    report.add(new ReportRow("P7", work, "understudy, one key", one.figures()));
    report.add(
        Goal.atMost("P7", network + ": batch of ten keys / one key", ten.at(50) / one.at(50), 1.3));
  }

  private static void measure(BenchBuckets buckets, String network, double goal, BenchReport report)
      throws IOException {
    List<Double> replicated = new ArrayList<>();
    List<Double> relayed = new ArrayList<>();
    lags(buckets, replicated, relayed);
    Percentiles lags = new Percentiles(replicated);
    Percentiles alone = new Percentiles(relayed);
    String work = PUTS + " puts one by one, " + network;
    report.add(new ReportRow("P7", work, "GET + PUT alone", alone.figures()));
    report.add(new ReportRow("P7", work, "understudy, queue included", lags.figures()));
    report.add(
        Goal.atMost(
            "P7", network + ": p50 of understudy / (GET + PUT)", lags.at(50) / alone.at(50), goal));
  }

  private static void lags(BenchBuckets buckets, List<Double> replicated, List<Double> relayed)
      throws IOException {
    Map<String, String> replicatorEnvironment = buckets.fresh();
    Map<String, String> relayEnvironment = buckets.fresh();
    try (ReplicatorContender replicator = ReplicatorContender.start(replicatorEnvironment);
        CopyLoopContender relay = CopyLoopContender.start(CopyLoop.RELAY, relayEnvironment);
        ChangeEvents events = new ChangeEvents(replicatorEnvironment);
        ChangeEvents.QueueWorker worker = events.startWorkers(List.of(replicator))) {
      for (int n = -PUTS / 5; n < PUTS; n++) {
        String key = "lag/" + (n + PUTS);
        buckets.put(key, new byte[BYTES]);
        double lag = lag(buckets, replicatorEnvironment, events, key);
        double alone = relay.copy(List.of(key)).seconds() * 1e3;
        // The first puts are the warm-up.
        if (n >= 0) {
          replicated.add(lag);
          relayed.add(alone);
        }
      }
      events.awaitEmpty();
    }
    List.of(replicatorEnvironment, relayEnvironment).forEach(buckets::drop);
  }

  private static double lag(
      BenchBuckets buckets, Map<String, String> environment, ChangeEvents events, String key)
      throws IOException {
    long start = System.nanoTime();
    events.send(key);
    while (!exists(buckets, environment, key)) {
      if (System.nanoTime() - start > MAX_DURATION.toNanos()) {
        throw new IOException("No replica of " + key + " within " + MAX_DURATION);
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** Uses a listing, which the servers never delay, so that the poll adds no latency. */
  private static boolean exists(BenchBuckets buckets, Map<String, String> environment, String key) {
    return buckets
            .standby()
            .listObjectsV2(
                r -> r.bucket(BenchClients.variable(environment, "STANDBY_BUCKET")).prefix(key))
            .keyCount()
        > 0;
  }
}
