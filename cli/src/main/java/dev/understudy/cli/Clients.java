package dev.understudy.cli;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.SqsDepths;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.s3.HttpClients;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
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

  static SqsDepths depths(Installation installation) {
    return SqsDepths.connect(
        installation.deployment().aws(), installation.deployment().sqsEndpoint());
  }

  static SqsClient sqs(Installation installation) {
    return limited(SqsClient.builder(), installation, installation.deployment().sqsEndpoint());
  }

  static CloudWatchClient cloudWatch(Installation installation) {
    return limited(CloudWatchClient.builder(), installation, installation.cloudWatch());
  }

  static CloudFormationClient cloudFormation(Installation installation) {
    return limited(CloudFormationClient.builder(), installation, installation.cloudFormation());
  }

  static CloudWatchLogsClient cloudWatchLogs(Installation installation) {
    return limited(CloudWatchLogsClient.builder(), installation, installation.cloudWatchLogs());
  }

  static SnsClient sns(Installation installation) {
    return limited(SnsClient.builder(), installation, installation.sns());
  }

  /** A client whose calls end after 30 s. */
  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C limited(
      B builder, Installation installation, Optional<URI> endpoint) {
    return with(builder, installation.deployment().aws(), endpoint)
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(o -> o.apiCallTimeout(CALL))
        .build();
  }

  /** Reads the bytes as they are stored, without comparing a stored checksum. */
  static S3Client primary(Installation installation) {
    Deployment deployment = installation.deployment();
    return primary(deployment.aws(), deployment.primaryEndpoint());
  }

  /** As {@link #primary(Installation)}, for a bucket without an installation. */
  static S3Client primary(AwsAccess aws, Optional<URI> endpoint) {
    return with(S3Client.builder(), aws, endpoint)
        .forcePathStyle(endpoint.isPresent())
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  /** As {@link #standby(StandbySecret)}. */
  static S3Client standby(Installation installation) {
    return standby(installation.deployment().standbySecret().get());
  }

  /**
   * Reads the bytes as they are stored, without comparing a stored checksum. Writes a body without
   * chunks and trailers, which not every server and proxy accepts.
   */
  static S3Client standby(StandbySecret secret) {
    return S3Client.builder()
        .region(Region.of(secret.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(secret.accessKey(), secret.secretKey())))
        .endpointOverride(secret.endpoint())
        .forcePathStyle(true)
        .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(HttpClients.builder(secret.tls()))
        .build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B with(
      B builder, AwsAccess aws, Optional<URI> endpoint) {
    builder.region(aws.region()).credentialsProvider(aws.credentials());
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }
}
