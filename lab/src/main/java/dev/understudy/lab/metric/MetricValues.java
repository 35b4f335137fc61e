package dev.understudy.lab.metric;

import java.util.List;

/** What a datum says about its metric. */
public sealed interface MetricValues {
  double sum();

  double count();

  double minimum();

  double maximum();

  /** One value, seen so many times. */
  record Sample(double value, double count) {}

  /** Every single value is known. */
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

  /** Only a summary is known: it counts in sums and extremes, and in no percentile. */
  record StatisticSet(double count, double sum, double minimum, double maximum)
      implements MetricValues {}
}
