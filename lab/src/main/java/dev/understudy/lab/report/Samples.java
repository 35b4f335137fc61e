package dev.understudy.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Values that were read from time to time. Between two samples, a value is interpolated, so that
 * the sum of all steps is the difference between the last sample and the first. Thread-safe.
 */
final class Samples {
  private final List<Sample> all = new ArrayList<>();

  private record Sample(long nanos, Map<String, Double> values) {
    double value(String name) {
      return values.getOrDefault(name, 0.0);
    }
  }

  /** Adds a sample that is later than all before. */
  synchronized void add(long nanos, Map<String, Double> values) {
    all.add(new Sample(nanos, Map.copyOf(values)));
  }

  /** How fast a total grew in each step, per second. */
  synchronized List<Double> rates(PlotWindow window, String total) {
    return window.values(step -> growth(window, total, step) / window.step());
  }

  /** How much one total grew in each step, for each unit of another; NaN if that did not grow. */
  synchronized List<Double> means(PlotWindow window, String total, String count) {
    return window.values(
        step -> {
          double counted = growth(window, count, step);
          return counted > 0 ? growth(window, total, step) / counted : Double.NaN;
        });
  }

  /** The value in the middle of each step. */
  synchronized List<Double> values(PlotWindow window, String name) {
    return window.values(step -> at(window.nanos(step + 0.5), name));
  }

  private double growth(PlotWindow window, String total, int step) {
    return at(window.nanos(step + 1), total) - at(window.nanos(step), total);
  }

  /** Before the first sample, the value of the first; after the last, that of the last. */
  private double at(long nanos, String name) {
    int next = 0;
    while (next < all.size() && all.get(next).nanos() - nanos < 0) {
      next++;
    }
    if (all.isEmpty()) {
      return 0;
    }
    if (next == 0 || next == all.size()) {
      return all.get(Math.min(next, all.size() - 1)).value(name);
    }
    Sample before = all.get(next - 1);
    Sample after = all.get(next);
    double share = (nanos - before.nanos()) / (double) (after.nanos() - before.nanos());
    return before.value(name) + share * (after.value(name) - before.value(name));
  }
}
