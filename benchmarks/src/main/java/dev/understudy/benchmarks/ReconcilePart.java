package dev.understudy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** P5: what the last {@code make bench-reconcile} wrote down, so that one table has all. */
final class ReconcilePart {
  private static final Path TAKEN = Path.of("benchmarks", "target", "bench-reconcile.json");
  private static final long KEYS = 1_000_000;

  private ReconcilePart() {}

  /** Adds it, or says that there is none. */
  static void add(BenchReport report) throws IOException {
    if (!Files.isRegularFile(TAKEN)) {
      report.leaveOut("P5: `make bench-reconcile` has not been run before");
      return;
    }
    for (JsonNode row : new JsonMapper().readTree(TAKEN.toFile())) {
      boolean isOurs = row.path("way").asText().equals("reconcile");
      report.add(
          new ReportRow(
              "P5",
              "%,d equal keys".formatted(row.path("keys").asLong()),
              isOurs ? "ours" : "listing both sides alone",
              List.of(
                  new Figure("s", List.of(row.path("seconds").asDouble())),
                  new Figure("CPU s", List.of(row.path("cpuSeconds").asDouble())),
                  new Figure("MiB heap", List.of(row.path("heapMiBBeforeCollection").asDouble()))),
              "%,d in all".formatted(row.path("calls").asLong())));
      if (isOurs && row.path("keys").asLong() == KEYS) {
        report.add(Goal.atMost("P5", "time, ours / listing", row.path("ratio").asDouble(), 1.2));
        report.add(
            Goal.atMost("P5", "MiB of heap", row.path("heapMiBBeforeCollection").asDouble(), 64));
      }
    }
  }
}
