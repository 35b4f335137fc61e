package dev.understudy.core.aws;

import dev.understudy.core.config.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** An AWS region and credentials, and the clients that use them. */
public record AwsAccess(Region region, AwsCredentialsProvider credentials) {
  /** A call that hangs must not outlast the guard time before the end of an invocation. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);

  /**
   * Reads the variables that Lambda sets. Without credentials in them, the SDK's default provider
   * chain applies (profile, SSO, container).
   */
  public static AwsAccess of(Environment environment) {
    String region = environment.required("AWS_REGION");
    Optional<String> key = environment.optional("AWS_ACCESS_KEY_ID");
    Optional<String> secret = environment.optional("AWS_SECRET_ACCESS_KEY");
    Optional<String> token = environment.optional("AWS_SESSION_TOKEN");
    AwsCredentialsProvider credentials =
        key.isPresent() && secret.isPresent()
            ? StaticCredentialsProvider.create(credentials(key.get(), secret.get(), token))
            : DefaultCredentialsProvider.builder().build();
    return new AwsAccess(Region.of(region.isEmpty() ? "unknown" : region), credentials);
  }

  /** The same region without credentials, for unsigned requests. */
  public AwsAccess anonymous() {
    return new AwsAccess(region, AnonymousCredentialsProvider.create());
  }

  /** The region's name, such as {@code eu-central-1}. */
  public String regionName() {
    return region.id();
  }

  /**
   * @param endpoint an SQS endpoint other than AWS's
   * @return a client that the caller closes
   */
  SqsClient sqs(Optional<URI> endpoint) {
    var builder =
        SqsClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClientBuilder(httpClient())
            .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /**
   * @return a client that the caller closes
   */
  SecretsManagerClient secretsManager() {
    return SecretsManagerClient.builder()
        .region(region)
        .credentialsProvider(credentials)
        .httpClientBuilder(httpClient())
        .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT))
        .build();
  }

  /**
   * The HTTP client of calls that are rare and small: the JDK's. It reuses connections, verifies
   * certificates and host names, and gives up after 5 s of silence. Closing it does not end a call
   * in progress in another thread.
   */
  public static SdkHttpClient.Builder<?> httpClient() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECTION_TIMEOUT)
        .socketTimeout(CALL_TIMEOUT);
  }

  private static AwsCredentials credentials(String key, String secret, Optional<String> token) {
    return token.isPresent()
        ? AwsSessionCredentials.create(key, secret, token.get())
        : AwsBasicCredentials.create(key, secret);
  }
}
