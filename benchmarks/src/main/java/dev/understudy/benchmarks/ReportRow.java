package dev.understudy.benchmarks;

import java.util.List;

/**
 * What one contender took for one work.
 *
 * @param part such as {@code P1}
 */
record ReportRow(String part, String work, String contender, List<Figure> figures, String calls) {
  ReportRow(String part, String work, String contender, List<Figure> figures) {
    this(part, work, contender, figures, "");
  }
}
