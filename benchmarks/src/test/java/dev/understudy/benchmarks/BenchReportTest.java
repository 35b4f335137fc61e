package dev.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format that all benchmarks write, and that {@code make bench} reads back for P5. */
class BenchReportTest {
  @TempDir private Path folder;

  @Test
  void readsBackTheGoalsAndRowsOfAnEarlierReport() throws IOException {
    PassRuns runs = new PassRuns("understudy");
    runs.add("log\n42.000 60.000 61.7 30.0", Map.of("standby LIST", 10L, "primary LIST", 1_000L));
    runs.add("40.000 58.000 61.0 31.0", Map.of("standby LIST", 1_241L, "primary LIST", 1_000L));
    BenchReport earlier = new BenchReport("synthetic", 2);
    earlier.add(runs.row("1,000,000 equal keys"));
    earlier.add(Goal.atMost("P5", "MiB of heap", runs.peakHeap(), 64));
    earlier.write(folder.resolve("bench-reconcile.json"));

    BenchReport report = new BenchReport("embedded", 5);
    report.addAll(folder.resolve("bench-reconcile.json"));
    report.write(folder.resolve("bench.json"));

    assertThat(report.goals()).isEqualTo(List.of(Goal.atMost("P5", "MiB of heap", 61.7, 64)));
    assertThat(Files.readString(folder.resolve("bench.md")))
        .contains(
            "| P5 | MiB of heap <= 64.0 | 61.7 | yes |",
            "| P5 | 1,000,000 equal keys | understudy | 42.0 (40.0 - 42.0) s,"
                + " 60.0 (58.0 - 60.0) CPU s, 61.7 (61.0 - 61.7) MiB heap,"
                + " 31.0 (30.0 - 31.0) MiB heap after a full collection"
                + " | 2,241 in all (primary LIST 1,000, standby LIST 1,241) |");
  }
}
