package dev.understudy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The runs of one contender of P5, each over the same number of keys. */
final class PassRuns {
  private final String contender;
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> cpuSeconds = new ArrayList<>();
  private final List<Double> heap = new ArrayList<>();
  private final List<Double> heapAfterFullCollection = new ArrayList<>();
  private Map<String, Long> calls = Map.of();

  PassRuns(String contender) {
    this.contender = contender;
  }

  /**
   * Adds a run.
   *
   * @param output of {@link ReconcileContender}, whose last line has four figures
   * @param runCalls the requests of the run, by bucket and operation
   */
  void add(String output, Map<String, Long> runCalls) {
    String[] figures = output.lines().reduce("", (a, b) -> b).split(" ", -1);
    seconds.add(Double.parseDouble(figures[0]));
    cpuSeconds.add(Double.parseDouble(figures[1]));
    heap.add(Double.parseDouble(figures[2]));
    heapAfterFullCollection.add(Double.parseDouble(figures[3]));
    calls = new TreeMap<>(runCalls);
  }

  /** Seconds of these runs / seconds of others, which ran in the same rounds. */
  double secondsBy(PassRuns others) {
    return BenchSettings.ratio(seconds, others.seconds, value -> value);
  }

  /** As {@link #secondsBy}, with CPU seconds. */
  double cpuSecondsBy(PassRuns others) {
    return BenchSettings.ratio(cpuSeconds, others.cpuSeconds, value -> value);
  }

  /** The greatest heap use of all runs before a collection, in MiB. */
  double peakHeap() {
    return heap.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** The row of all runs; its calls are those of the last run. */
  ReportRow row(String work) {
    return new ReportRow(
        "P5",
        work,
        contender,
        List.of(
            new Figure("s", seconds),
            new Figure("CPU s", cpuSeconds),
            new Figure("MiB heap", heap),
            new Figure("MiB heap after a full collection", heapAfterFullCollection)),
        calls());
  }

  private String calls() {
    long all = calls.values().stream().mapToLong(Long::longValue).sum();
    return calls.entrySet().stream()
        .map(call -> "%s %,d".formatted(call.getKey(), call.getValue()))
        .collect(Collectors.joining(", ", "%,d in all (".formatted(all), ")"));
  }
}
