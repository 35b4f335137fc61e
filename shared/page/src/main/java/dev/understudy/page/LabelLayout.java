package dev.understudy.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Places labels in rows above a plot. Each label begins at its point of the time axis, and a line
 * leads from there down to the plot. No label overlaps another, and no line crosses a label.
 */
final class LabelLayout {
  /** The space after a label, in pixels. */
  static final double GAP = 12;

  private static final double WIDE = 0.76;
  private static final double NARROW = 0.56;
  private static final String CUT = "…";

  private final double fontSize;
  private final double end;

  /**
   * @param fontSize in pixels
   * @param end the right border in pixels, where labels are cut off
   */
  LabelLayout(double fontSize, double end) {
    this.fontSize = fontSize;
    this.end = end;
  }

  /**
   * A label with its place.
   *
   * @param x the left end, in pixels
   * @param row 0 at the top
   * @param text may be cut off
   */
  record Placed(double x, int row, String text) {}

  /**
   * Places labels.
   *
   * @param xs the left ends in pixels, in ascending order
   * @param texts as many as {@code xs}
   */
  List<Placed> place(List<Double> xs, List<String> texts) {
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      double x = xs.get(i);
      // Below every earlier label that reaches as far, because the line leads down.
      int row =
          placed.stream()
              .filter(earlier -> earlier.x() + width(earlier.text()) + GAP > x)
              .mapToInt(earlier -> earlier.row() + 1)
              .max()
              .orElse(0);
      placed.add(new Placed(x, row, cut(texts.get(i), end - x)));
    }
    return placed;
  }

  private String cut(String text, double space) {
    if (width(text) <= space) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    int kept = points.length;
    while (kept > 0 && width(new String(points, 0, kept) + CUT) > space) {
      kept--;
    }
    return new String(points, 0, kept).stripTrailing() + CUT;
  }

  /** More than the width of the text in a usual font without serifs. */
  double width(String text) {
    return fontSize
        * text.codePoints()
            .mapToDouble(point -> point > 0x7f ? 1 : Character.isUpperCase(point) ? WIDE : NARROW)
            .sum();
  }
}
