package dev.understudy.benchmarks;

import dev.understudy.lab.runtime.GcLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** P4: the greatest heap use before a collection, with the goal as the heap size. */
final class HeapPart implements BenchPart {
  private static final int PART = 64;
  private static final int MANY = 16;

  @Override
  public void run(BenchBuckets buckets, BenchSettings settings, BenchReport report)
      throws IOException {
    buckets.putMultipart("huge", settings.huge(), PART);
    measure(buckets, report, "one object of " + settings.huge() + " MiB", List.of("huge"), 96);
    List<String> many = buckets.put("many", MANY, PART << 20);
    measure(buckets, report, MANY + " objects of 64 MiB at once", many, 256);
  }

  /**
   * Copies the keys with a limited heap. Afterwards the servers' counts are those of these keys
   * only.
   *
   * @param heapMebibytes the heap size and the goal
   */
  static void measure(
      BenchBuckets buckets, BenchReport report, String work, List<String> keys, int heapMebibytes)
      throws IOException {
    Map<String, String> environment = buckets.fresh();
    List<String> flags = new ArrayList<>(LambdaProcess.flags(environment, heapMebibytes));
    flags.add("-Xlog:gc");
    try (ReplicatorContender replicator =
        ReplicatorContender.start(environment, flags, "PARALLEL_KEYS=" + MANY)) {
      // Discards the counts of the warm-up.
      buckets.counts();
      Usage usage = replicator.copyBatch(keys);
      buckets.requireEqual(environment, keys);
      double peak = GcLog.peakMebibytes(replicator.output());
      report.add(
          new ReportRow(
              "P4",
              work,
              "understudy",
              List.of(
                  new Figure("MiB heap", List.of(peak)),
                  new Figure("MiB RSS", List.of(usage.mebibytes())),
                  new Figure("s", List.of(usage.seconds())))));
      report.add(Goal.atMost("P4", work + ": MiB of heap", peak, heapMebibytes));
    }
    buckets.drop(environment);
  }
}
