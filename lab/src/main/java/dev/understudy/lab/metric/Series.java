package dev.understudy.lab.metric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The values of a metric. Sum, count and extremes cover all values; percentiles cover the newest
 * {@value #KEPT}, so that memory stays bounded. Thread-safe.
 */
public final class Series {
  static final int KEPT = 100_000;

  private final Deque<MetricValues.Sample> newest = new ArrayDeque<>();
  private double count;
  private double sum;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;

  Series() {}

  /** A series of these values. */
  public static Series of(List<Double> values) {
    Series series = new Series();
    values.forEach(value -> series.add(MetricValues.Values.of(value)));
    return series;
  }

  synchronized void add(MetricValues measurement) {
    count += measurement.count();
    sum += measurement.sum();
    minimum = Math.min(minimum, measurement.minimum());
    maximum = Math.max(maximum, measurement.maximum());
    if (measurement instanceof MetricValues.Values values) {
      newest.addAll(values.samples());
      while (newest.size() > KEPT) {
        newest.removeFirst();
      }
    }
  }

  public synchronized double count() {
    return count;
  }

  public synchronized double sum() {
    return sum;
  }

  /** The smallest value; empty without values. */
  public synchronized OptionalDouble minimum() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(minimum);
  }

  /** The greatest value; empty without values. */
  public synchronized OptionalDouble maximum() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(maximum);
  }

  /** The newest values in their order of arrival, each once whatever its count. */
  public synchronized List<Double> values() {
    return newest.stream().map(MetricValues.Sample::value).toList();
  }

  /**
   * The smallest value that at least {@code percent} of the values do not exceed (nearest rank).
   * Empty without single values.
   *
   * @param percent above 0, up to 100
   */
  public OptionalDouble percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("A percentile is above 0 and up to 100, not " + percent);
    }
    List<MetricValues.Sample> sorted = snapshot();
    sorted.sort(Comparator.comparingDouble(MetricValues.Sample::value));
    double rank = sorted.stream().mapToDouble(MetricValues.Sample::count).sum() * percent / 100;
    double seen = 0;
    for (MetricValues.Sample sample : sorted) {
      seen += sample.count();
      if (seen >= rank) {
        return OptionalDouble.of(sample.value());
      }
    }
    return OptionalDouble.empty();
  }

  private synchronized List<MetricValues.Sample> snapshot() {
    return new ArrayList<>(newest);
  }
}
