package dev.understudy.lab.bench;

import java.util.List;

/**
 * What one contender took for one work.
 *
 * @param part such as {@code P1}
 */
record Row(String part, String work, String contender, List<Figure> figures, String calls) {
  Row(String part, String work, String contender, List<Figure> figures) {
    this(part, work, contender, figures, "");
  }
}
