package dev.understudy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * P5: adds the report of the last {@code make bench-reconcile}, so that one table has all parts.
 */
final class ReconcilePart {
  private static final Path FILE = Path.of("benchmarks", "target", "bench-reconcile.json");

  private ReconcilePart() {}

  /** Adds the rows and goals of the report, or names P5 as left out if there is no report. */
  static void add(BenchReport report) throws IOException {
    if (Files.isRegularFile(FILE)) {
      report.addAll(FILE);
    } else {
      report.leaveOut("P5: run `make bench-reconcile` first");
    }
  }
}
