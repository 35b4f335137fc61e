package dev.understudy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * P8: the lag of small keys beside a large object or a frequently written key. Lags are those that
 * the function logs, from the event's time until the replica is confirmed.
 */
final class MixedPart implements BenchPart {
  private static final int BYTES = 4096;
  private static final int QUIET = 1000;
  private static final int WRITES_PER_SECOND = 50;

  /** More workers would exceed two cores. */
  private static final int WORKERS = 2;

  private static final int SMALL_OBJECTS = 9;

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    besideLargeObject(buckets, settings, report);
    besideHotKey(buckets, report);
  }

  /** Measures one batch of one worker. */
  private static void besideLargeObject(
      BenchBuckets buckets, BenchSettings settings, BenchReport report) throws IOException {
    buckets.putMultipart("huge", settings.huge(), 64);
    Map<String, String> environment = buckets.fresh();
    try (ReplicatorContender replicator = ReplicatorContender.start(environment)) {
      Percentiles alone = batch(replicator, buckets.put("alone", SMALL_OBJECTS, BYTES));
      List<String> keys = new ArrayList<>(List.of("huge"));
      keys.addAll(buckets.put("beside", SMALL_OBJECTS, BYTES));
      Percentiles beside = batch(replicator, keys);
      String work = SMALL_OBJECTS + " small objects in a batch";
      report.add(new ReportRow("P8", work, "by themselves", alone.figures()));
      report.add(
          new ReportRow("P8", work, "with one of " + settings.huge() + " MiB", beside.figures()));
      report.add(
          Goal.atMost(
              "P8",
              "beside a large object: most / by themselves",
              beside.at(100) / alone.at(100),
              3));
    }
    buckets.drop(environment);
  }

  private static Percentiles batch(ReplicatorContender replicator, List<String> keys)
      throws IOException {
    int before = replicator.output().length();
    replicator.copyBatch(keys);
    return lags(
        replicator.output().substring(before), keys.get(keys.size() - 1).replaceAll("\\d+$", ""));
  }

  private static void besideHotKey(BenchBuckets buckets, BenchReport report) throws IOException {
    Map<String, String> environment = buckets.fresh();
    List<ReplicatorContender> workers = new ArrayList<>();
    try (ChangeEvents events = new ChangeEvents(environment)) {
      for (int n = 0; n < WORKERS; n++) {
        workers.add(ReplicatorContender.start(environment));
      }
      try (ChangeEvents.QueueWorker worker = events.startWorkers(workers)) {
        // Includes a hot key, whose version listing and fresh hint load further classes.
        write(buckets, events, "warming", QUIET / 5, true);
        Percentiles idle = quiet(buckets, events, workers, "idle", false);
        buckets.counts();
        Percentiles beside = quiet(buckets, events, workers, "quiet", true);
        String work = "%,d quiet keys, %d a second".formatted(QUIET, WRITES_PER_SECOND);
        report.add(new ReportRow("P8", work, "by themselves", idle.figures()));
        report.add(
            new ReportRow(
                "P8",
                work,
                "beside one key at " + WRITES_PER_SECOND + " writes a second",
                beside.figures(),
                buckets.counts().map(counts -> counts.per(QUIET)).orElse("")));
        report.add(
            Goal.atMost("P8", "beside a hot key: p99 / idle", beside.at(99) / idle.at(99), 3));
      }
    } finally {
      workers.forEach(ReplicatorContender::close);
    }
    buckets.drop(environment);
  }

  private static Percentiles quiet(
      BenchBuckets buckets,
      ChangeEvents events,
      List<ReplicatorContender> workers,
      String folder,
      boolean isHot)
      throws IOException {
    write(buckets, events, folder, QUIET, isHot);
    events.awaitEmpty();
    return lags(
        String.join("\n", workers.stream().map(ReplicatorContender::output).toList()),
        folder + "/");
  }

  /** Writes at a constant rate; a delayed write is made immediately. */
  private static void write(
      BenchBuckets buckets, ChangeEvents events, String folder, int count, boolean isHot)
      throws IOException {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(16);
    List<Future<?>> writes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      long at = n * 1_000_000L / WRITES_PER_SECOND;
      int number = n;
      Stream.of(folder + "/" + number, "hot")
          .limit(isHot ? 2 : 1)
          .map(key -> (Runnable) () -> put(buckets, events, key, number))
          .forEach(write -> writes.add(threads.schedule(write, at, TimeUnit.MICROSECONDS)));
    }
    try {
      for (Future<?> write : writes) {
        write.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void put(BenchBuckets buckets, ChangeEvents events, String key, int version) {
    byte[] content = new byte[BYTES];
    content[0] = (byte) version;
    content[1] = (byte) (version >> 8);
    buckets.put(key, content);
    events.send(key);
  }

  /** The lags in the function's log for keys with this prefix. */
  private static Percentiles lags(String log, String prefix) throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<Double> lags = new ArrayList<>();
    for (String line : log.lines().filter(line -> line.contains("\"Lag\"")).toList()) {
      JsonNode fields = mapper.readTree(line);
      if (fields.path("key").asText().startsWith(prefix)) {
        lags.add(fields.path("Lag").asDouble() * 1e3);
      }
    }
    return new Percentiles(lags);
  }
}
