package dev.understudy.healthprobe;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.healthprobe.cloudwatch.CloudWatchPublisher.Datum;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One value of one metric.
 *
 * @param endpoint of which endpoint, where a metric has one value for each
 */
record Measurement(Metric metric, Optional<String> endpoint, double value) {
  /** The second dimension of those metrics that have one. */
  static final String ENDPOINT = "Endpoint";

  static Measurement of(Metric metric, double value) {
    return new Measurement(metric, Optional.empty(), value);
  }

  static Measurement of(Metric metric, boolean yes) {
    return of(metric, yes ? 1 : 0);
  }

  Datum datum(String primaryBucket) {
    Map<String, String> dimensions = new TreeMap<>(Map.of(Telemetry.DIMENSION, primaryBucket));
    endpoint.ifPresent(name -> dimensions.put(ENDPOINT, name));
    return new Datum(metric.label(), metric.unit().label(), value, dimensions);
  }

  /** For people: the metric's name, with the endpoint where there is one. */
  String label() {
    return endpoint.map(name -> metric.label() + " " + name).orElse(metric.label());
  }
}
