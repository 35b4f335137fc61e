package dev.understudy.lab.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.metric.CloudWatchRecorder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Passes each line that a handler logs to the metrics and to the log of its invocation. Lines of
 * the functions of another standby are left out.
 */
final class HandlerLines implements Consumer<String> {
  private static final Logger LOGGER = LogManager.getLogger(HandlerLines.class);
  private final JsonMapper json = new JsonMapper();
  private final AtomicLong unreadable = new AtomicLong();
  private final String namespace;
  private final CloudWatchRecorder recorder;
  private final List<FunctionHost> functions;

  /**
   * @param namespace of the functions' metrics
   */
  HandlerLines(String namespace, CloudWatchRecorder recorder, FunctionHost... functions) {
    this.namespace = namespace;
    this.recorder = recorder;
    this.functions = List.of(functions);
  }

  @Override
  public void accept(String line) {
    try {
      JsonNode fields = json.readTree(line);
      if (fields.has("_aws") && isOurs(fields)) {
        recorder.recordEmf(line);
      }
      if (fields.has("requestId")) {
        String requestId = fields.path("requestId").asText();
        functions.forEach(function -> function.log(requestId, line));
      }
    } catch (JsonProcessingException | RuntimeException e) {
      // An exception here would abort the converge that logged the line.
      unreadable.incrementAndGet();
      LOGGER.error("CloudWatch could not read this line of a handler: {}", line, e);
    }
  }

  /** The namespace of the functions' metrics. */
  String namespace() {
    return namespace;
  }

  /** Whether no other standby's functions logged the line, as far as its metrics say. */
  boolean isOurs(String line) {
    try {
      return isOurs(json.readTree(line));
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  private boolean isOurs(JsonNode fields) {
    String given = fields.at("/_aws/CloudWatchMetrics/0/Namespace").asText();
    return given.isEmpty() || given.equals(namespace);
  }

  /** The number of lines that CloudWatch could not read. */
  long unreadable() {
    return unreadable.get();
  }
}
