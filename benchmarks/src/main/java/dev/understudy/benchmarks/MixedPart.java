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
 * P8: what small keys wait for while their neighbours are large or hot. Lags are the function's own
 * figures, from the event's time to the replica confirmed.
 */
final class MixedPart implements BenchPart {
  private static final int BYTES = 4096;
  private static final int QUIET = 1000;
  private static final int WRITES_PER_SECOND = 50;

  /** Two cores carry no more. */
  private static final int WORKERS = 2;

  private static final int BESIDE = 9;

  @Override
  public void run(BenchBuckets sides, BenchSettings settings, BenchReport report)
      throws IOException {
    besideALargeOne(sides, settings, report);
    besideAHotOne(sides, report);
  }

  /** All in one batch of one worker. */
  private static void besideALargeOne(
      BenchBuckets sides, BenchSettings settings, BenchReport report) throws IOException {
    sides.putInParts("huge", settings.huge(), 64);
    Map<String, String> environment = sides.fresh();
    try (ReplicatorContender ours = ReplicatorContender.start(environment)) {
      Percentiles alone = batch(ours, sides.put("alone", BESIDE, BYTES));
      List<String> keys = new ArrayList<>(List.of("huge"));
      keys.addAll(sides.put("beside", BESIDE, BYTES));
      Percentiles beside = batch(ours, keys);
      String work = BESIDE + " small objects in a batch";
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
    sides.drop(environment);
  }

  private static Percentiles batch(ReplicatorContender ours, List<String> keys) throws IOException {
    int before = ours.output().length();
    ours.copyAtOnce(keys);
    return lags(ours.output().substring(before), keys.get(keys.size() - 1).replaceAll("\\d+$", ""));
  }

  private static void besideAHotOne(BenchBuckets sides, BenchReport report) throws IOException {
    Map<String, String> environment = sides.fresh();
    List<ReplicatorContender> workers = new ArrayList<>();
    try (ChangeEvents events = new ChangeEvents(environment)) {
      for (int n = 0; n < WORKERS; n++) {
        workers.add(ReplicatorContender.start(environment));
      }
      try (ChangeEvents.Working working = events.workedOffBy(workers)) {
        // With a hot key too: the first look into a history and the first fresh hint load classes.
        write(sides, events, "warming", QUIET / 5, true);
        Percentiles idle = quiet(sides, events, workers, "idle", false);
        sides.counts();
        Percentiles beside = quiet(sides, events, workers, "quiet", true);
        String work = "%,d quiet keys, %d a second".formatted(QUIET, WRITES_PER_SECOND);
        report.add(new ReportRow("P8", work, "by themselves", idle.figures()));
        report.add(
            new ReportRow(
                "P8",
                work,
                "beside one key at " + WRITES_PER_SECOND + " writes a second",
                beside.figures(),
                sides.counts().map(counts -> counts.per(QUIET)).orElse("")));
        report.add(
            Goal.atMost("P8", "beside a hot key: p99 / idle", beside.at(99) / idle.at(99), 3));
      }
    } finally {
      workers.forEach(ReplicatorContender::close);
    }
    sides.drop(environment);
  }

  private static Percentiles quiet(
      BenchBuckets sides,
      ChangeEvents events,
      List<ReplicatorContender> workers,
      String folder,
      boolean isHot)
      throws IOException {
    write(sides, events, folder, QUIET, isHot);
    events.awaitEmpty();
    return lags(
        String.join("\n", workers.stream().map(ReplicatorContender::output).toList()),
        folder + "/");
  }

  /** Writes at an even pace; each write that is late is made at once. */
  private static void write(
      BenchBuckets sides, ChangeEvents events, String folder, int count, boolean isHot)
      throws IOException {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(16);
    List<Future<?>> writes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      long at = n * 1_000_000L / WRITES_PER_SECOND;
      int number = n;
      Stream.of(folder + "/" + number, "hot")
          .limit(isHot ? 2 : 1)
          .map(key -> (Runnable) () -> put(sides, events, key, number))
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

  private static void put(BenchBuckets sides, ChangeEvents events, String key, int version) {
    byte[] content = new byte[BYTES];
    content[0] = (byte) version;
    content[1] = (byte) (version >> 8);
    sides.put(key, content);
    events.send(key);
  }

  /** Of the lines of the function's log that tell of copies of keys that begin so. */
  private static Percentiles lags(String log, String prefix) throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<Double> lags = new ArrayList<>();
    for (String line : log.lines().filter(line -> line.contains("\"Lag\"")).toList()) {
      JsonNode told = mapper.readTree(line);
      if (told.path("key").asText().startsWith(prefix)) {
        lags.add(told.path("Lag").asDouble() * 1e3);
      }
    }
    return new Percentiles(lags);
  }
}
