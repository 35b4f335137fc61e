package dev.understudy.core.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;

/**
 * One event for the log: a message, the fields to search by, and the metrics that it carries. Not
 * safe for several threads.
 */
public final class TelemetryEvent {
  private final Level level;
  private final String message;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<Map<String, Object>> metrics = new ArrayList<>();

  private TelemetryEvent(Level level, String message) {
    this.level = level;
    this.message = message;
  }

  /** An event that needs no attention. */
  public static TelemetryEvent info(String message) {
    return new TelemetryEvent(Level.INFO, message);
  }

  /** An event that may need attention. */
  public static TelemetryEvent warning(String message) {
    return new TelemetryEvent(Level.WARN, message);
  }

  /** Adds a field to search by. */
  public TelemetryEvent with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** Adds a metric. Its value becomes a field of the same name. */
  public TelemetryEvent metric(Metric metric, double value) {
    metrics.add(Map.of("Name", metric.label(), "Unit", metric.unit().label()));
    return with(metric.label(), value);
  }

  Level level() {
    return level;
  }

  String message() {
    return message;
  }

  Map<String, Object> fields() {
    return fields;
  }

  List<Map<String, Object>> metrics() {
    return metrics;
  }
}
