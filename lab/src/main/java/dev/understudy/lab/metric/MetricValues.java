package dev.understudy.lab.metric;

import java.util.List;

/** The values of a datum: single values or a statistic set. */
public sealed interface MetricValues {
  double sum();

  double count();

  double minimum();

  double maximum();

  /** One value and the number of times it occurred. */
  record Sample(double value, double count) {}

  /** Single values. */
  record Values(List<Sample> samples) implements MetricValues {
    public Values {
      if (samples.isEmpty()) {
        throw new IllegalArgumentException("A datum has at least one value");
      }
      samples = List.copyOf(samples);
    }

    public static Values of(double value) {
      return new Values(List.of(new Sample(value, 1)));
    }

    @Override
    public double sum() {
      return samples.stream().mapToDouble(sample -> sample.value() * sample.count()).sum();
    }

    @Override
    public double count() {
      return samples.stream().mapToDouble(Sample::count).sum();
    }

    @Override
    public double minimum() {
      return samples.stream().mapToDouble(Sample::value).min().orElseThrow();
    }

    @Override
    public double maximum() {
      return samples.stream().mapToDouble(Sample::value).max().orElseThrow();
    }
  }

  /** A statistic set: it counts in sums and extremes, but not in percentiles. */
  record StatisticSet(double count, double sum, double minimum, double maximum)
      implements MetricValues {}
}
