package dev.understudy.healthprobe;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.healthprobe.cloudwatch.CloudWatchPublisher.Datum;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One value of one metric.
 *
 * @param endpoint the value of the metric's second dimension, if it has one
 */
record Measurement(Metric metric, Optional<String> endpoint, double value) {
  static Measurement of(Metric metric, double value) {
    return new Measurement(metric, Optional.empty(), value);
  }

  static Measurement of(Metric metric, boolean yes) {
    return of(metric, yes ? 1 : 0);
  }

  static Measurement daysToExpiry(String endpoint, long days) {
    return new Measurement(Metric.DAYS_TO_EXPIRY, Optional.of(endpoint), days);
  }

  Datum datum(String primaryBucket) {
    Map<String, String> dimensions = new TreeMap<>(Map.of(Telemetry.DIMENSION, primaryBucket));
    metric.dimension().ifPresent(dimension -> dimensions.put(dimension, endpoint.orElseThrow()));
    return new Datum(metric.label(), metric.unit().label(), value, dimensions);
  }

  /** The metric's name, followed by the endpoint if there is one. */
  String label() {
    return endpoint.map(name -> metric.label() + " " + name).orElse(metric.label());
  }
}
