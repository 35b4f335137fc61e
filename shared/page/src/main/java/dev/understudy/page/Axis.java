package dev.understudy.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/** Round numbers along an axis that begins at 0. */
final class Axis {
  private static final double[] FACTORS = {1, 2, 5, 10};

  private Axis() {}

  /**
   * The smallest of 1, 2, 5, 10, 20, ... (or 0.1, 0.2, ...) with which an axis has at most this
   * many intervals.
   *
   * @param end above 0
   */
  static double step(double end, int intervals) {
    double least = end / intervals;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : FACTORS) {
      if (least <= factor * power) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** The multiples of {@link #step} from 0 to the end of the axis. */
  static List<Double> ticks(double end, int intervals) {
    double step = step(end, intervals);
    return IntStream.rangeClosed(0, (int) Math.floor(end / step + 1e-9))
        .mapToObj(n -> n * step)
        .toList();
  }

  /** The number with at most two decimals; empty for NaN. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
