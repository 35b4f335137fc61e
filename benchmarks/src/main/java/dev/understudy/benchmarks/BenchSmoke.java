package dev.understudy.benchmarks;

import dev.understudy.lab.CommandLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code make bench-smoke}: what no machine changes. Calls per object, bytes moved, and a heap that
 * suffices. Ends with 1 if one of them is beyond its bound; no time decides anything.
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
    BenchReport report = new BenchReport(BenchSettings.of(Map.of()), false);
    try (BenchBuckets sides = BenchBuckets.start(false, 0)) {
      calls(sides, report);
      bytes(sides, report);
    }
    List<Goal> missed = report.goals().stream().filter(goal -> !goal.met()).toList();
    System.out.println(
        missed.isEmpty() ? "All within their bounds." : "BEYOND ITS BOUND: " + missed);
    return missed.isEmpty() ? 0 : 1;
  }

  private static void calls(BenchBuckets sides, BenchReport report) throws IOException {
    Map<String, String> environment = sides.fresh();
    try (ReplicatorContender ours = ReplicatorContender.start(environment)) {
      Map<String, RequestCounts> counts = CallsPart.stages(sides, ours);
      counts.forEach(
          (stage, taken) ->
              report.add(
                  new ReportRow("P3", stage, "ours", List.of(), taken.per(CallsPart.OBJECTS))));
      CallsPart.goals(counts).forEach(report::add);
    }
    sides.drop(environment);
  }

  /** The GET that tells of the object is broken off after its first part: more was on its way. */
  private static void bytes(BenchBuckets sides, BenchReport report) throws IOException {
    sides.putInParts("large", LARGE, 32);
    HeapPart.measure(sides, report, "one object of " + LARGE + " MiB", List.of("large"), HEAP);
    RequestCounts counts = sides.counts().orElseThrow();
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
