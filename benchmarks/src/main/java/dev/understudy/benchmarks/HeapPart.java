package dev.understudy.benchmarks;

import dev.understudy.lab.runtime.GcLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** P4: the most heap in use before a collection, with a heap that is no larger than the goal. */
final class HeapPart implements BenchPart {
  private static final int PART = 64;
  private static final int MANY = 16;

  @Override
  public void run(BenchBuckets sides, BenchSettings settings, BenchReport report)
      throws IOException {
    sides.putInParts("huge", settings.huge(), PART);
    measure(sides, report, "one object of " + settings.huge() + " MiB", List.of("huge"), 96);
    List<String> many = sides.put("many", MANY, PART << 20);
    measure(sides, report, MANY + " objects of 64 MiB at once", many, 256);
  }

  /**
   * Copies with so small a heap; what the servers count afterwards is of these keys alone.
   *
   * @param most MiB
   */
  static void measure(
      BenchBuckets sides, BenchReport report, String work, List<String> keys, int most)
      throws IOException {
    Map<String, String> environment = sides.fresh();
    List<String> flags = new ArrayList<>(LambdaProcess.flags(environment, most));
    flags.add("-Xlog:gc");
    try (ReplicatorContender ours =
        ReplicatorContender.start(environment, flags, "PARALLEL_KEYS=" + MANY)) {
      // What warming up moved is not this work's.
      sides.counts();
      Usage usage = ours.copyAtOnce(keys);
      sides.requireEqual(environment, keys);
      double peak = GcLog.peakMebibytes(ours.output());
      report.add(
          new ReportRow(
              "P4",
              work,
              "ours",
              List.of(
                  new Figure("MiB heap", List.of(peak)),
                  new Figure("MiB RSS", List.of(usage.mebibytes())),
                  new Figure("s", List.of(usage.seconds())))));
      report.add(Goal.atMost("P4", work + ": MiB of heap", peak, most));
    }
    sides.drop(environment);
  }
}
