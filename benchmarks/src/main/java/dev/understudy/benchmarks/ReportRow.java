package dev.understudy.benchmarks;

import java.util.List;

/**
 * The results of one contender for one task.
 *
 * @param part such as {@code P1}
 * @param work the task, in words
 * @param calls the requests, in words; empty if they were not counted
 */
record ReportRow(String part, String work, String contender, List<Figure> figures, String calls) {
  ReportRow(String part, String work, String contender, List<Figure> figures) {
    this(part, work, contender, figures, "");
  }
}
