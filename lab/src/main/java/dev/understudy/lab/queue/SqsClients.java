package dev.understudy.lab.queue;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Creates SQS clients with timeouts for long polling. */
public final class SqsClients {
  private static final Duration MAX_POLL = Duration.ofSeconds(20);

  private SqsClients() {}

  /**
   * Creates a client of the server; the caller closes it.
   *
   * @param connections the maximum number of concurrent calls
   */
  public static SqsClient create(
      URI endpoint, Region region, AwsCredentialsProvider credentials, int connections) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(credentials)
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .maxConnections(connections)
                .socketTimeout(MAX_POLL.plusSeconds(10)))
        .build();
  }
}
