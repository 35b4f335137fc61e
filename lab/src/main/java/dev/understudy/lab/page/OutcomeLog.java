package dev.understudy.lab.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.metric.Series;
import dev.understudy.page.History;
import dev.understudy.page.PageState.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes in the functions' log, and adds outcomes and found drift to the history. The
 * heartbeat and reserved keys have no outcome here, only a lag. Thread-safe.
 */
final class OutcomeLog implements Consumer<String> {
  private static final JsonMapper JSON = new JsonMapper();

  /** The series of each settled outcome; any other outcome is retried. */
  private static final Map<String, String> SERIES =
      Map.of(
          "Copied", "copied",
          "Relabeled", "relabeled",
          "Deleted", "deleted",
          "Evicted", "deleted",
          "InSync", "inSync",
          "Refused", "refused",
          "Parked", "parked");

  private final History history;
  private final String prefix;
  private Map<String, Double> counts = new HashMap<>();
  private List<Double> lags = new ArrayList<>();

  /**
   * @param prefix what each key and event begins with, to tell standbys apart
   */
  OutcomeLog(History history, String prefix) {
    this.history = history;
    this.prefix = prefix;
  }

  /** Reads one line; a line that is no JSON object is ignored. */
  @Override
  public void accept(String line) {
    try {
      JsonNode fields = JSON.readTree(line);
      if (fields.has("outcome")) {
        outcome(fields);
      } else if (fields.has("KeysCompared")) {
        compared(fields);
      }
    } catch (JsonProcessingException e) {
      // Stack counts the lines that cannot be read.
    }
  }

  private synchronized void outcome(JsonNode fields) {
    @Nullable Double lag = fields.has("Lag") ? (Double) fields.path("Lag").asDouble() : null;
    if (lag != null) {
      lags.add(lag);
    }
    String key = fields.path("key").asText();
    if (!key.isEmpty() && SideReader.isReserved(key)) {
      return;
    }
    String outcome = fields.path("outcome").asText();
    counts.merge(SERIES.getOrDefault(outcome, "retried"), 1.0, Double::sum);
    history.outcome(
        new Outcome(
            System.currentTimeMillis(),
            prefix + (key.isEmpty() ? "message " + fields.path("messageId").asText() : key),
            outcome,
            fields.path("reason").asText(fields.path("cause").asText()),
            lag));
  }

  private void compared(JsonNode fields) {
    long drift = fields.path("Missing").asLong() + fields.path("Stale").asLong();
    long orphans = fields.path("Orphaned").asLong();
    if (drift + orphans > 0) {
      history.event(
          "%sThe reconciler found %d missing, %d stale, %d orphaned, and sent %d hints"
              .formatted(
                  prefix,
                  fields.path("Missing").asLong(),
                  fields.path("Stale").asLong(),
                  orphans,
                  fields.path("HintsSent").asLong()));
    }
  }

  /** The counts and the percentiles of the lag since the last call. */
  synchronized Map<String, Double> drain() {
    Map<String, Double> values = new HashMap<>(counts);
    SERIES.values().forEach(name -> values.putIfAbsent(name, 0.0));
    values.putIfAbsent("retried", 0.0);
    Series series = Series.of(lags);
    series.percentile(50).ifPresent(lag -> values.put("lagP50", lag));
    series.percentile(99).ifPresent(lag -> values.put("lagP99", lag));
    counts = new HashMap<>();
    lags = new ArrayList<>();
    return values;
  }
}
