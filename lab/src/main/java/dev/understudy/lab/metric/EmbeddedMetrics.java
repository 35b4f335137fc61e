package dev.understudy.lab.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the CloudWatch Embedded Metric Format: a JSON log line whose {@code _aws} member names the
 * members that are metrics. CloudWatch drops invalid lines silently; here they are an error, so
 * that tests notice them.
 */
final class EmbeddedMetrics {
  private static final int MAX_DIMENSIONS = 30;
  private static final int MAX_METRICS = 100;
  private static final int MAX_VALUES = 100;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode root;
  private final Instant time;
  private final List<Datum> datums = new ArrayList<>();

  private EmbeddedMetrics(JsonNode root) {
    this.root = root;
    JsonNode timestamp = root.path("_aws").path("Timestamp");
    require(timestamp.isIntegralNumber(), "_aws.Timestamp is not a number of milliseconds");
    this.time = Instant.ofEpochMilli(timestamp.asLong());
  }

  /**
   * The data of a line, one for each metric and dimension set.
   *
   * @throws InvalidMetricException naming the first violation
   */
  static List<Datum> read(String line) {
    JsonNode root;
    try {
      root = MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InvalidMetricException("Not JSON: " + e.getOriginalMessage());
    }
    require(root.path("_aws").isObject(), "_aws is missing");
    EmbeddedMetrics reader = new EmbeddedMetrics(root);
    array(root.path("_aws"), "CloudWatchMetrics").forEach(reader::directive);
    return reader.datums;
  }

  private void directive(JsonNode directive) {
    String namespace = text(directive, "Namespace");
    List<Map<String, String>> dimensionSets = new ArrayList<>();
    array(directive, "Dimensions").forEach(set -> dimensionSets.add(dimensions(set)));
    require(!dimensionSets.isEmpty(), "Dimensions has no dimension set");
    JsonNode definitions = array(directive, "Metrics");
    require(definitions.size() <= MAX_METRICS, "more than " + MAX_METRICS + " metrics");
    for (JsonNode definition : definitions) {
      String name = text(definition, "Name");
      String unit = definition.has("Unit") ? Units.known(text(definition, "Unit")) : Units.NONE;
      MetricValues measurement = measurement(name);
      for (Map<String, String> dimensions : dimensionSets) {
        MetricId metric = new MetricId(namespace, name, dimensions);
        datums.add(new Datum(metric, measurement, unit, time));
      }
    }
  }

  private Map<String, String> dimensions(JsonNode set) {
    require(set.isArray(), "a dimension set is not an array: " + set);
    require(set.size() <= MAX_DIMENSIONS, "more than " + MAX_DIMENSIONS + " dimensions");
    Map<String, String> values = new HashMap<>();
    for (JsonNode name : set) {
      require(name.isTextual(), "a dimension's name is not a string: " + name);
      values.put(name.asText(), text(root, name.asText()));
    }
    return values;
  }

  private MetricValues measurement(String name) {
    JsonNode value = root.path(name);
    List<MetricValues.Sample> samples = new ArrayList<>();
    for (JsonNode number : value.isArray() ? value : List.of(value)) {
      require(
          number.isNumber(), "the metric " + name + " is named, but its value is " + show(value));
      samples.add(new MetricValues.Sample(number.asDouble(), 1));
    }
    require(
        !samples.isEmpty() && samples.size() <= MAX_VALUES,
        "the metric " + name + " has " + samples.size() + " values");
    return new MetricValues.Values(samples);
  }

  private static JsonNode array(JsonNode parent, String name) {
    JsonNode array = parent.path(name);
    require(array.isArray(), name + " is not an array: " + show(array));
    return array;
  }

  private static String text(JsonNode parent, String name) {
    JsonNode text = parent.path(name);
    require(text.isTextual() && !text.asText().isBlank(), name + " is not a string: " + show(text));
    return text.asText();
  }

  private static String show(JsonNode node) {
    return node.isMissingNode() ? "absent" : node.toString();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvalidMetricException("Embedded metrics: " + otherwise);
    }
  }
}
