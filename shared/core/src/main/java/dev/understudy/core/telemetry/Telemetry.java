package dev.understudy.core.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.MapMessage;

/**
 * Writes signals, each as one JSON line: a log line for people and, where it carries metrics,
 * CloudWatch metrics as well (CloudWatch user guide, "Embedded metric format specification"). The
 * logger's layout writes the fields at the top level and escapes what must be escaped. Safe for use
 * by several threads.
 */
public final class Telemetry {
  /** The logger's name; everything it gets is a signal. */
  public static final String LOGGER = "dev.understudy.signals";

  public static final String NAMESPACE = "Understudy";

  /** The one dimension of every metric: which deployment this is. */
  public static final String DIMENSION = "PrimaryBucket";

  private final Logger logger = LogManager.getLogger(LOGGER);
  private final String primaryBucket;
  private final boolean metrics;

  public Telemetry(String primaryBucket) {
    this(primaryBucket, true);
  }

  private Telemetry(String primaryBucket, boolean metrics) {
    this.primaryBucket = primaryBucket;
    this.metrics = metrics;
  }

  /** Writes the same lines, but none that CloudWatch reads metrics out of. */
  public static Telemetry withoutMetrics(String primaryBucket) {
    return new Telemetry(primaryBucket, false);
  }

  /** Writes one line. */
  public void emit(TelemetryEvent signal) {
    Map<String, Object> line = new LinkedHashMap<>(signal.fields());
    line.put(DIMENSION, primaryBucket);
    if (metrics && !signal.metrics().isEmpty()) {
      line.put(
          "_aws",
          Map.of(
              "Timestamp",
              Instant.now().toEpochMilli(),
              "CloudWatchMetrics",
              List.of(
                  Map.of(
                      "Namespace", NAMESPACE,
                      "Dimensions", List.of(List.of(DIMENSION)),
                      "Metrics", signal.metrics()))));
    }
    logger.log(signal.level(), new Line(signal.message(), line));
  }

  /** The fields for the layout, and the sentence for whatever prints a message as text. */
  private static final class Line extends MapMessage<Line, Object> {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    Line(String sentence, Map<String, Object> fields) {
      super(fields);
      this.sentence = sentence;
    }

    @Override
    public String getFormattedMessage() {
      return sentence;
    }

    @Override
    public void formatTo(StringBuilder buffer) {
      buffer.append(sentence);
    }

    @Override
    public String toString() {
      return sentence;
    }
  }
}
