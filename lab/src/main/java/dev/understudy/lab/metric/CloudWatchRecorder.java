package dev.understudy.lab.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.Listening;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Takes the place of CloudWatch for whoever publishes metrics: answers PutMetricData over HTTP,
 * reads log lines with embedded metrics, and keeps what was measured. It draws no graphs and raises
 * no alarms; any other operation is refused.
 */
public final class CloudWatchRecorder implements AutoCloseable {
  private static final String PUT_METRIC_DATA =
      "/service/GraniteServiceVersion20100801/operation/PutMetricData";
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final String CBOR_TYPE = "application/cbor";

  private final Metrics metrics = new Metrics();
  private final PutMetricData requests;
  private final HttpEndpoint http;

  private CloudWatchRecorder(Listening where, int port, Clock clock) {
    this.requests = new PutMetricData(clock);
    this.http = HttpEndpoint.start(where, port, this::answer);
  }

  /**
   * Listens on the given port, any free one for 0.
   *
   * @param clock gives the time to measurements that come without one
   */
  public static CloudWatchRecorder start(int port, Clock clock) {
    return start(Listening.LOOPBACK, port, clock);
  }

  /**
   * Listens on the given port, any free one for 0.
   *
   * @param clock gives the time to measurements that come without one
   */
  public static CloudWatchRecorder start(Listening where, int port, Clock clock) {
    return new CloudWatchRecorder(where, port, clock);
  }

  public URI uri() {
    return http.uri();
  }

  public Metrics metrics() {
    return metrics;
  }

  /**
   * Records the metrics that a log line embeds.
   *
   * @throws InvalidMetricException if the line is not in the Embedded Metric Format to the letter;
   *     nothing of it is recorded then
   */
  public void recordEmf(String jsonLine) {
    EmbeddedMetrics.read(jsonLine).forEach(metrics::record);
  }

  private HttpAnswer answer(HttpCall call) {
    if (!call.method().equals("POST") || !call.path().equals(PUT_METRIC_DATA)) {
      return error("UnknownOperationException", "Only PutMetricData is recorded here");
    }
    try {
      requests.read(call.body()).forEach(metrics::record);
      return cbor(200, Map.of());
    } catch (InvalidMetricException e) {
      return error("InvalidParameterValueException", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return error("SerializationException", "The body is not CBOR: " + e.getMessage());
    }
  }

  private static HttpAnswer error(String type, String message) {
    return cbor(400, Map.of("__type", "com.amazonaws.cloudwatch#" + type, "message", message));
  }

  private static HttpAnswer cbor(int status, Map<String, String> members) {
    try {
      return HttpAnswer.of(status, CBOR_TYPE, CBOR.writeValueAsBytes(members))
          .with("smithy-protocol", "rpc-v2-cbor")
          .with("x-amzn-RequestId", UUID.randomUUID().toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Strings cannot be written as CBOR", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
