package dev.understudy.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The effect of the settings in docs/performance.md: batch size, keys at a time, concurrent
 * invocations and part size. It compares the replicator with itself and is not run by default.
 */
final class SettingsPart implements BenchPart {
  private static final int OBJECTS = 200;
  private static final int LARGE = 256;
  private static final int NETWORK_MILLIS = 20;

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    for (int batch : List.of(1, ReplicatorContender.BATCH, 100)) {
      small(buckets, report, "batches of " + batch, batch, "PARALLEL_KEYS=10");
    }
    buckets.put("whole", 1, LARGE << 20);
    for (int part : List.of(8, 64)) {
      large(buckets, report, "PART_SIZE_MIB=" + part);
    }
    try (BenchBuckets late = BenchBuckets.start(false, NETWORK_MILLIS)) {
      for (int keys : List.of(1, 8, 10)) {
        String variable = "PARALLEL_KEYS=" + keys;
        String work = variable + ", each answer " + NETWORK_MILLIS + " ms late";
        small(late, report, work, ReplicatorContender.BATCH, variable);
      }
      for (int workers : List.of(1, 3)) {
        throughTheQueue(late, report, workers);
      }
    }
  }

  private static void small(
      BenchBuckets buckets, BenchReport report, String work, int batch, String variable)
      throws IOException {
    Map<String, String> environment = buckets.fresh();
    List<String> keys = buckets.put("settings", OBJECTS, 4096);
    try (ReplicatorContender replicator = ReplicatorContender.start(environment, variable)) {
      double cpu = 0;
      double seconds = 0;
      for (int from = 0; from < keys.size(); from += batch) {
        Usage usage = replicator.copyBatch(keys.subList(from, from + batch));
        cpu += usage.cpu();
        seconds += usage.seconds();
      }
      report.add(
          new ReportRow(
              "settings",
              OBJECTS + " objects of 4 KiB, " + work,
              "understudy",
              List.of(
                  new Figure("CPU ms/object", List.of(cpu * 1e3 / OBJECTS)),
                  new Figure("ms/object", List.of(seconds * 1e3 / OBJECTS)))));
    }
    buckets.drop(environment);
  }

  private static void throughTheQueue(BenchBuckets buckets, BenchReport report, int workers)
      throws IOException {
    Map<String, String> environment = buckets.fresh();
    List<String> keys = buckets.put("settings", OBJECTS, 4096);
    List<ReplicatorContender> all = new ArrayList<>();
    try (ChangeEvents events = new ChangeEvents(environment)) {
      for (int n = 0; n < workers; n++) {
        all.add(ReplicatorContender.start(environment));
      }
      events.send(keys);
      long start = System.nanoTime();
      try (ChangeEvents.QueueWorker worker = events.startWorkers(all)) {
        events.awaitEmpty();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      report.add(
          new ReportRow(
              "settings",
              "%d objects of 4 KiB, %d invocations at a time, each answer %d ms late"
                  .formatted(OBJECTS, workers, NETWORK_MILLIS),
              "understudy",
              List.of(new Figure("objects/s", List.of(OBJECTS / seconds)))));
    } finally {
      all.forEach(ReplicatorContender::close);
    }
    buckets.drop(environment);
  }

  private static void large(BenchBuckets buckets, BenchReport report, String variable)
      throws IOException {
    Map<String, String> environment = buckets.fresh();
    try (ReplicatorContender replicator = ReplicatorContender.start(environment, variable)) {
      Usage usage = replicator.copy(List.of("whole/000000"));
      report.add(
          new ReportRow(
              "settings",
              "an object of " + LARGE + " MiB written whole, " + variable,
              "understudy",
              List.of(
                  new Figure("CPU s/GiB", List.of(usage.cpu() * 1024 / LARGE)),
                  new Figure("s/GiB", List.of(usage.seconds() * 1024 / LARGE)))));
    }
    buckets.drop(environment);
  }
}
