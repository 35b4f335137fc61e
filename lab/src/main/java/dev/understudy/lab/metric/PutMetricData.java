package dev.understudy.lab.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and validates a PutMetricData request in CBOR, the encoding of current SDKs. */
final class PutMetricData {
  private static final CBORMapper MAPPER = new CBORMapper();
  private static final int MAX_DATUMS = 1000;

  private final Clock clock;

  /**
   * @param clock the time of data without a timestamp
   */
  PutMetricData(Clock clock) {
    this.clock = clock;
  }

  /**
   * The data of a request.
   *
   * @throws InvalidMetricException if CloudWatch would reject the request
   * @throws IOException if it is not CBOR
   */
  List<Datum> read(byte[] body) throws IOException {
    JsonNode request = MAPPER.readTree(body);
    String namespace = text(request, "Namespace");
    if (namespace.startsWith("AWS/")) {
      throw new InvalidMetricException("The namespace " + namespace + " is reserved");
    }
    JsonNode data = request.path("MetricData");
    if (!data.isArray() || data.size() > MAX_DATUMS) {
      throw new InvalidMetricException("MetricData has up to " + MAX_DATUMS + " members");
    }
    List<Datum> datums = new ArrayList<>();
    data.forEach(datum -> datums.add(datum(namespace, datum)));
    return datums;
  }

  private Datum datum(String namespace, JsonNode datum) {
    MetricId metric =
        new MetricId(namespace, text(datum, "MetricName"), dimensions(datum.path("Dimensions")));
    String unit = datum.has("Unit") ? Units.known(text(datum, "Unit")) : Units.NONE;
    return new Datum(metric, measurement(datum), unit, time(datum.path("Timestamp")));
  }

  private static Map<String, String> dimensions(JsonNode list) {
    Map<String, String> dimensions = new HashMap<>();
    list.forEach(dimension -> dimensions.put(text(dimension, "Name"), text(dimension, "Value")));
    return dimensions;
  }

  private Instant time(JsonNode timestamp) {
    return timestamp.isNumber()
        ? Instant.ofEpochMilli(Math.round(timestamp.asDouble() * 1000))
        : clock.instant();
  }

  private static MetricValues measurement(JsonNode datum) {
    if (datum.has("StatisticValues")) {
      JsonNode statistics = datum.path("StatisticValues");
      return new MetricValues.StatisticSet(
          number(statistics, "SampleCount"),
          number(statistics, "Sum"),
          number(statistics, "Minimum"),
          number(statistics, "Maximum"));
    }
    if (datum.has("Values")) {
      return values(datum.path("Values"), datum.path("Counts"));
    }
    return MetricValues.Values.of(number(datum, "Value"));
  }

  private static MetricValues values(JsonNode values, JsonNode counts) {
    if (values.isEmpty() || (counts.isArray() && counts.size() != values.size())) {
      throw new InvalidMetricException(
          "Values and Counts have different lengths, or Values is empty");
    }
    List<MetricValues.Sample> samples = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      double count = counts.isArray() ? finite(counts.get(i), "Counts") : 1;
      samples.add(new MetricValues.Sample(finite(values.get(i), "Values"), count));
    }
    return new MetricValues.Values(samples);
  }

  private static double number(JsonNode parent, String name) {
    return finite(parent.path(name), name);
  }

  private static double finite(JsonNode number, String name) {
    if (!number.isNumber() || !Double.isFinite(number.asDouble())) {
      throw new InvalidMetricException(name + " is not a finite number");
    }
    return number.asDouble();
  }

  private static String text(JsonNode parent, String name) {
    JsonNode text = parent.path(name);
    if (!text.isTextual() || text.asText().isBlank()) {
      throw new InvalidMetricException(name + " is missing");
    }
    return text.asText();
  }
}
