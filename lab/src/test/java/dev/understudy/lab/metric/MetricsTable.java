package dev.understudy.lab.metric;

import dev.understudy.lab.repository.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of docs/metrics.md: each metric with its unit, its meaning and its alarms. */
public final class MetricsTable {
  private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

  /**
   * One row, for one metric.
   *
   * @param alarms the alarms that watch it
   */
  public record Row(String unit, String meaning, Set<String> alarms) {}

  private MetricsTable() {}

  /**
   * The rows by the metric's name.
   *
   * @throws IllegalStateException if a metric appears twice, or a row does not have exactly the
   *     four columns metric, unit, meaning and alarm
   */
  public static Map<String, Row> read() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String line : lines()) {
      List<String> cells =
          Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
      if (cells.size() != 4) {
        throw new IllegalStateException("Not metric | unit | meaning | alarm: " + line);
      }
      for (String metric : names(cells.get(0))) {
        Row row = new Row(cells.get(1), cells.get(2), names(cells.get(3)));
        if (rows.put(metric, row) != null) {
          throw new IllegalStateException(metric + " is in docs/metrics.md twice");
        }
      }
    }
    return rows;
  }

  private static List<String> lines() {
    try (var lines = Files.lines(ProjectFiles.ROOT.resolve("docs/metrics.md"))) {
      return lines.filter(line -> line.matches("\\|\\s*`.*")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
