package dev.understudy.healthprobe.cloudwatch;

import dev.understudy.core.aws.AwsAccess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Sends metrics with PutMetricData. Safe for several threads. */
public final class CloudWatchPublisher implements AutoCloseable {
  /** The time that a run has left after its checks. Includes retries. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(6);

  private final CloudWatchClient client;
  private final String namespace;

  private CloudWatchPublisher(CloudWatchClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Creates a publisher that connects when it is first used.
   *
   * @param endpoint a CloudWatch endpoint other than AWS's
   */
  public static CloudWatchPublisher connect(
      AwsAccess aws, Optional<URI> endpoint, String namespace) {
    var builder =
        CloudWatchClient.builder()
            .region(aws.region())
            .credentialsProvider(aws.credentials())
            .httpClientBuilder(AwsAccess.httpClient())
            .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT));
    endpoint.ifPresent(builder::endpointOverride);
    return new CloudWatchPublisher(builder.build(), namespace);
  }

  /**
   * Sends all of them in one call.
   *
   * @param metrics at most 1000, CloudWatch's limit
   * @throws IOException if CloudWatch did not accept them
   */
  public void publish(List<Datum> metrics) throws IOException {
    List<MetricDatum> data = metrics.stream().map(CloudWatchPublisher::datum).toList();
    try {
      client.putMetricData(r -> r.namespace(namespace).metricData(data));
    } catch (SdkException e) {
      throw new IOException("PutMetricData failed: " + e.getMessage(), e);
    }
  }

  private static MetricDatum datum(Datum metric) {
    return MetricDatum.builder()
        .metricName(metric.name())
        .unit(metric.unit())
        .value(metric.value())
        .dimensions(
            metric.dimensions().entrySet().stream()
                .map(d -> Dimension.builder().name(d.getKey()).value(d.getValue()).build())
                .toList())
        .build();
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * One value of one metric.
   *
   * @param unit CloudWatch's name of the unit
   * @param dimensions by name
   */
  public record Datum(String name, String unit, double value, Map<String, String> dimensions) {}
}
