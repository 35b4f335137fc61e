package dev.understudy.core.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;

/**
 * One fact to be told: what happened, the fields to search by, and the metrics it carries. Built by
 * one thread.
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

  /** All is well. */
  public static TelemetryEvent info(String message) {
    return new TelemetryEvent(Level.INFO, message);
  }

  /** Somebody may want to look at it. */
  public static TelemetryEvent warning(String message) {
    return new TelemetryEvent(Level.WARN, message);
  }

  /** Adds a field to search by. */
  public TelemetryEvent with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** Adds a metric, which is a field too. */
  public TelemetryEvent metric(String name, Unit unit, double value) {
    metrics.add(Map.of("Name", name, "Unit", unit.label));
    return with(name, value);
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

  /** Units of CloudWatch that are used here. */
  public enum Unit {
    COUNT("Count"),
    BYTES("Bytes"),
    SECONDS("Seconds"),
    COUNT_PER_SECOND("Count/Second"),
    PERCENT("Percent");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    /** As CloudWatch calls it. */
    public String label() {
      return label;
    }
  }
}
