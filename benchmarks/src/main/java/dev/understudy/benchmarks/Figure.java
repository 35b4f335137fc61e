package dev.understudy.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * One measured quantity, with a value per round.
 *
 * @param unit as printed, such as {@code CPU s/GiB}
 * @param values at least one
 */
record Figure(String unit, List<Double> values) {
  Figure {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("No value of " + unit);
    }
    values = values.stream().sorted().toList();
  }

  double median() {
    return values.get(values.size() / 2);
  }

  /** The median, with minimum and maximum if there are several values. */
  @Override
  public String toString() {
    String spread =
        values.size() == 1
            ? ""
            : " (%s - %s)".formatted(number(values.get(0)), number(values.get(values.size() - 1)));
    return number(median()) + spread + " " + unit;
  }

  /** Formats a number with three significant digits. */
  static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
