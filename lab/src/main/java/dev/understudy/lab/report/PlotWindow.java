package dev.understudy.lab.report;

import dev.understudy.page.TimePlot;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The time that a plot shows, divided into equal steps.
 *
 * @param beganNanos {@link System#nanoTime} at its beginning
 * @param steps the number of steps
 * @param step the seconds of each step
 */
public record PlotWindow(long beganNanos, int steps, double step) {
  private static final double MIN_SECONDS = 1;

  /** The window between two {@link System#nanoTime}, at least a second long, in whole steps. */
  public static PlotWindow of(long beganNanos, long endedNanos) {
    double seconds = Math.max(MIN_SECONDS, (endedNanos - beganNanos) / 1e9);
    double step = TimePlot.stepOf(seconds);
    return new PlotWindow(beganNanos, (int) Math.ceil(seconds / step), step);
  }

  /** The length of the window. */
  public double seconds() {
    return steps * step;
  }

  /** The seconds from the beginning until a {@link System#nanoTime}. */
  public double at(long nanos) {
    return (nanos - beganNanos) / 1e9;
  }

  /** The number of times in each step, per second. Times outside the window are left out. */
  public List<Double> rates(List<Long> nanos) {
    double[] counts = new double[steps];
    for (long time : nanos) {
      double place = at(time) / step;
      if (place >= 0 && place < steps) {
        counts[(int) place]++;
      }
    }
    return Arrays.stream(counts).map(count -> count / step).boxed().toList();
  }

  /** A value for each step, of its number. */
  List<Double> values(IntToDoubleFunction value) {
    return IntStream.range(0, steps).mapToDouble(value).boxed().toList();
  }

  /** {@link System#nanoTime} at the beginning of a step, or between two steps. */
  long nanos(double number) {
    return beganNanos + (long) (number * step * 1e9);
  }
}
