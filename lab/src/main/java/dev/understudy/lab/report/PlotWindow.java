package dev.understudy.lab.report;

import dev.understudy.page.TimePlot;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The time that a plot shows, divided into steps.
 *
 * @param beganNanos {@link System#nanoTime} at its beginning
 * @param seconds its length, above 0
 * @param step the length of each step; the last one may be shorter
 */
public record PlotWindow(long beganNanos, double seconds, double step) {
  private static final double MIN_SECONDS = 1;

  /** The window between two {@link System#nanoTime}, at least one second long. */
  public static PlotWindow of(long beganNanos, long endedNanos) {
    double seconds = Math.max(MIN_SECONDS, (endedNanos - beganNanos) / 1e9);
    return new PlotWindow(beganNanos, seconds, TimePlot.stepOf(seconds));
  }

  /** The seconds from the beginning until a {@link System#nanoTime}. */
  public double at(long nanos) {
    return (nanos - beganNanos) / 1e9;
  }

  /** The number of times in each step, per second. Times outside the window are left out. */
  public List<Double> rates(List<Long> nanos) {
    double[] counts = new double[(int) Math.ceil(seconds / step)];
    for (long time : nanos) {
      double at = at(time);
      if (at >= 0 && at < seconds) {
        counts[(int) (at / step)]++;
      }
    }
    return Arrays.stream(counts).map(count -> count / step).boxed().toList();
  }

  /** A value for each step, of its number. */
  List<Double> values(IntToDoubleFunction value) {
    return IntStream.range(0, (int) Math.ceil(seconds / step))
        .mapToDouble(value)
        .boxed()
        .toList();
  }

  /** {@link System#nanoTime} at the beginning of a step, or between two steps. */
  long nanos(double steps) {
    return beganNanos + (long) (Math.min(steps * step, seconds) * 1e9);
  }
}
