package dev.understudy.lab.alarm;

import dev.understudy.lab.metric.Datum;
import dev.understudy.lab.metric.MetricId;
import dev.understudy.lab.metric.MetricValues;
import dev.understudy.lab.metric.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What was measured when, for statistics over periods. */
final class History {
  private final Map<MetricId, NavigableMap<Instant, List<MetricValues>>> metrics = new HashMap<>();

  void add(Datum datum) {
    metrics
        .computeIfAbsent(datum.metric(), id -> new TreeMap<>())
        .computeIfAbsent(datum.time(), time -> new ArrayList<>())
        .add(datum.measurement());
  }

  /**
   * A statistic over what was measured at or after {@code from} and before {@code to}; empty where
   * nothing was.
   *
   * @param name as CloudWatch names it: Sum, Minimum, Maximum, Average, SampleCount or p99
   */
  OptionalDouble statistic(MetricId metric, String name, Instant from, Instant to) {
    return statistic(Stream.of(metric), name, from, to);
  }

  /** The same over all metrics of a kind taken together. */
  OptionalDouble statistic(Predicate<MetricId> which, String name, Instant from, Instant to) {
    return statistic(metrics.keySet().stream().filter(which), name, from, to);
  }

  private OptionalDouble statistic(Stream<MetricId> which, String name, Instant from, Instant to) {
    List<MetricValues> all =
        which
            .map(metric -> metrics.getOrDefault(metric, Collections.emptyNavigableMap()))
            .flatMap(measured -> measured.subMap(from, to).values().stream())
            .flatMap(List::stream)
            .toList();
    return all.isEmpty() ? OptionalDouble.empty() : statistic(all, name);
  }

  private static OptionalDouble statistic(List<MetricValues> all, String name) {
    double sum = all.stream().mapToDouble(MetricValues::sum).sum();
    double count = all.stream().mapToDouble(MetricValues::count).sum();
    return switch (name) {
      case "Sum" -> OptionalDouble.of(sum);
      case "SampleCount" -> OptionalDouble.of(count);
      case "Average" -> OptionalDouble.of(sum / count);
      case "Minimum" -> all.stream().mapToDouble(MetricValues::minimum).min();
      case "Maximum" -> all.stream().mapToDouble(MetricValues::maximum).max();
      default -> percentile(all, name);
    };
  }

  private static OptionalDouble percentile(List<MetricValues> all, String name) {
    if (!name.matches("p\\d{1,2}(\\.\\d+)?")) {
      throw new IllegalArgumentException("CloudWatch has no statistic " + name);
    }
    List<Double> values =
        all.stream()
            .map(MetricValues.Values.class::cast)
            .flatMap(measurement -> measurement.samples().stream())
            .flatMap(sample -> Collections.nCopies((int) sample.count(), sample.value()).stream())
            .toList();
    return Series.of(values).percentile(Double.parseDouble(name.substring(1)));
  }
}
