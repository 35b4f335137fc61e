package dev.understudy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code make bench-concurrency}: the table of docs/performance.md about the replicator at up to
 * 1,000 invocations at a time. Always prints the same.
 */
public final class ConcurrencyTable {
  private static final long SEED = 1;
  private static final List<Integer> CORES = List.of(2, 8);
  private static final List<Integer> INVOCATIONS =
      List.of(1, 2, 4, 8, 10, 16, 32, 64, 125, 250, 500, 1_000);

  private ConcurrencyTable() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    lines().forEach(System.out::println);
  }

  /** The table in Markdown. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| standby | invocations | objects/s | a batch, p50 / p99 ms | standby CPU | requests in"
            + " progress | back to the queue |");
    lines.add("|---|---|---|---|---|---|---|");
    for (int cores : CORES) {
      for (int invocations : INVOCATIONS) {
        lines.add(
            row(
                cores,
                ConcurrencyModel.run(
                    invocations, ConcurrencyCosts.MEASURED.withCores(cores), SEED)));
      }
    }
    return lines;
  }

  private static String row(int cores, ConcurrencyModel.Result result) {
    return String.format(
        Locale.ROOT,
        "| %d vCPUs | %,d | %,.0f | %,.0f / %,.0f | %.0f %% | %,d | %.0f %% |",
        cores,
        result.invocations(),
        result.objectsPerSecond(),
        result.batchMillis().at(50),
        result.batchMillis().at(99),
        result.standbyCpu() * 100,
        result.requests(),
        result.failed() * 100);
  }
}
