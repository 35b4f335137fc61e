package dev.understudy.cli;

import dev.understudy.core.aws.AwsAccess;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of AWS services. The caller closes each of them. */
final class Clients {
  /** A run of the reconciler takes up to 15 minutes. */
  private static final Duration INVOCATION = Duration.ofSeconds(910);

  private static final Duration CALL = Duration.ofSeconds(30);

  private Clients() {}

  /** Never retries: a second invocation would repeat the work of the first. */
  static LambdaClient lambda(AwsAccess aws, Optional<URI> endpoint) {
    return with(LambdaClient.builder(), aws, endpoint)
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(INVOCATION))
        .overrideConfiguration(o -> o.retryStrategy(retries -> retries.maxAttempts(1)))
        .build();
  }

  static SqsClient sqs(Installation installation) {
    return with(
            SqsClient.builder(),
            installation.deployment().aws(),
            installation.deployment().sqsEndpoint())
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(o -> o.apiCallTimeout(CALL))
        .build();
  }

  static CloudWatchClient cloudWatch(Installation installation) {
    return with(
            CloudWatchClient.builder(), installation.deployment().aws(), installation.cloudWatch())
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(o -> o.apiCallTimeout(CALL))
        .build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B with(
      B builder, AwsAccess aws, Optional<URI> endpoint) {
    builder.region(aws.region()).credentialsProvider(aws.credentials());
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }
}
