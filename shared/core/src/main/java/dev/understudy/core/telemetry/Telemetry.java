package dev.understudy.core.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.MapMessage;

/**
 * Writes each event as one JSON line. A line with metrics also reaches CloudWatch as metrics
 * (CloudWatch user guide, "Embedded metric format specification"). The logger's layout writes the
 * fields at the top level and escapes them. Safe for several threads.
 */
public final class Telemetry {
  /** The name of the logger that writes events and nothing else. */
  public static final String LOGGER = "dev.understudy.signals";

  /** The namespace of the metrics, unless a deployment has its own. */
  public static final String NAMESPACE = "Understudy";

  /** The dimension of every metric. It tells the deployments of different primaries apart. */
  public static final String DIMENSION = "PrimaryBucket";

  private final Logger logger = LogManager.getLogger(LOGGER);
  private final String namespace;
  private final String primaryBucket;
  private final boolean metrics;

  public Telemetry(String primaryBucket) {
    this(NAMESPACE, primaryBucket);
  }

  /**
   * @param namespace tells the standbys of one primary apart
   */
  public Telemetry(String namespace, String primaryBucket) {
    this(namespace, primaryBucket, true);
  }

  private Telemetry(String namespace, String primaryBucket, boolean metrics) {
    this.namespace = namespace;
    this.primaryBucket = primaryBucket;
    this.metrics = metrics;
  }

  /** Writes the same lines without metrics. */
  public static Telemetry withoutMetrics(String primaryBucket) {
    return new Telemetry(NAMESPACE, primaryBucket, false);
  }

  public void emit(TelemetryEvent event) {
    Map<String, Object> line = new LinkedHashMap<>(event.fields());
    line.put(DIMENSION, primaryBucket);
    if (metrics && !event.metrics().isEmpty()) {
      line.put(
          "_aws",
          Map.of(
              "Timestamp",
              Instant.now().toEpochMilli(),
              "CloudWatchMetrics",
              List.of(
                  Map.of(
                      "Namespace", namespace,
                      "Dimensions", List.of(List.of(DIMENSION)),
                      "Metrics", event.metrics()))));
    }
    logger.log(event.level(), new Line(event.message(), line));
  }

  /** Gives the fields to a JSON layout, and the sentence to a layout that prints text. */
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
