package dev.understudy.lab.metric;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The identity of a metric in CloudWatch. The same name with other dimensions is another metric,
 * and CloudWatch does not add them up.
 */
public record MetricId(String namespace, String name, Map<String, String> dimensions) {
  public MetricId {
    dimensions = Map.copyOf(dimensions);
  }

  /** A metric without dimensions. */
  public static MetricId of(String namespace, String name) {
    return new MetricId(namespace, name, Map.of());
  }

  @Override
  public String toString() {
    SortedMap<String, String> sorted = new TreeMap<>(dimensions);
    return sorted.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(",", namespace + "/" + name + "{", "}"));
  }
}
