package dev.understudy.benchmarks;

import dev.understudy.lab.CommandLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code make bench-smoke}: the goals that do not depend on the machine, which are calls per
 * object, bytes moved and heap. Exits with 1 if a goal is missed. Times are not checked.
 */
public final class BenchSmoke {
  private static final int LARGE = 256;
  private static final int HEAP = 96;
  private static final double MEBIBYTE = 1 << 20;

  private BenchSmoke() {}

  /** No arguments. */
  public static void main(String[] arguments) {
    System.exit(CommandLine.run(BenchSmoke::run));
  }

  private static int run() throws IOException {
    BenchReport report = BenchReport.of(BenchSettings.of(Map.of()), false);
    try (BenchBuckets buckets = BenchBuckets.start(false, 0)) {
      calls(buckets, report);
      bytes(buckets, report);
    }
    List<Goal> missed = report.goals().stream().filter(goal -> !goal.met()).toList();
    System.out.println(missed.isEmpty() ? "All goals are met." : "GOALS MISSED: " + missed);
    return missed.isEmpty() ? 0 : 1;
  }

  private static void calls(BenchBuckets buckets, BenchReport report) throws IOException {
    Map<String, String> environment = buckets.fresh();
    try (ReplicatorContender replicator = ReplicatorContender.start(environment)) {
      Map<String, RequestCounts> counts = CallsPart.stages(buckets, replicator);
      counts.forEach(
          (stage, taken) ->
              report.add(
                  new ReportRow(
                      "P3", stage, "understudy", List.of(), taken.per(CallsPart.OBJECTS))));
      CallsPart.goals(counts).forEach(report::add);
    }
    buckets.drop(environment);
  }

  /**
   * The limit allows for the first GET, which is aborted after the first part while more bytes are
   * in flight.
   */
  private static void bytes(BenchBuckets buckets, BenchReport report) throws IOException {
    buckets.putMultipart("large", LARGE, 32);
    HeapPart.measure(buckets, report, "one object of " + LARGE + " MiB", List.of("large"), HEAP);
    RequestCounts counts = buckets.counts().orElseThrow();
    report.add(
        Goal.atMost(
            "P1",
            "bytes read from S3 / object",
            RequestCounts.bytes(counts.primary(), RequestCounts.SENT) / MEBIBYTE / LARGE,
            1.1));
    report.add(
        Goal.atMost(
            "P1",
            "bytes written to the standby / object",
            RequestCounts.bytes(counts.standby(), RequestCounts.RECEIVED) / MEBIBYTE / LARGE,
            1.01));
  }
}
