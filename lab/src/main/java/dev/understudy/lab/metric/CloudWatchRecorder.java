package dev.understudy.lab.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Stands in for CloudWatch: accepts PutMetricData over HTTP and log lines in the Embedded Metric
 * Format, and keeps their values. It has no graphs and no alarms; any other operation is rejected.
 */
public final class CloudWatchRecorder implements AutoCloseable {
  private static final String PUT_METRIC_DATA =
      "/service/GraniteServiceVersion20100801/operation/PutMetricData";
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final String CBOR_TYPE = "application/cbor";

  private final Metrics metrics = new Metrics();
  private final PutMetricData requests;
  private final HttpEndpoint http;

  private CloudWatchRecorder(ListenAddress listenAddress, int port, Clock clock) {
    this.requests = new PutMetricData(clock);
    this.http = HttpEndpoint.start(listenAddress, port, this::answer);
  }

  /**
   * Starts on a port of the loopback interface; 0 chooses a free port.
   *
   * @param clock the time of data without a timestamp
   */
  public static CloudWatchRecorder start(int port, Clock clock) {
    return start(ListenAddress.LOOPBACK, port, clock);
  }

  /**
   * Starts on a port; 0 chooses a free port.
   *
   * @param clock the time of data without a timestamp
   */
  public static CloudWatchRecorder start(ListenAddress listenAddress, int port, Clock clock) {
    return new CloudWatchRecorder(listenAddress, port, clock);
  }

  public URI uri() {
    return http.uri();
  }

  public Metrics metrics() {
    return metrics;
  }

  /**
   * Records the metrics of a log line.
   *
   * @throws InvalidMetricException if the line violates the Embedded Metric Format; none of its
   *     metrics is recorded then
   */
  public void recordEmf(String jsonLine) {
    EmbeddedMetrics.read(jsonLine).forEach(metrics::record);
  }

  private HttpAnswer answer(HttpCall call) {
    if (!call.method().equals("POST") || !call.path().equals(PUT_METRIC_DATA)) {
      return error("UnknownOperationException", "This endpoint supports PutMetricData only");
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
