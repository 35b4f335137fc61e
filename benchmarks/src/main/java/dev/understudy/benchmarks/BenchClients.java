package dev.understudy.benchmarks;

import dev.understudy.core.s3.wire.S3Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Creates S3 clients from the variables of the servers; the caller closes them. Servers without a
 * trust store speak plain HTTP.
 */
final class BenchClients {
  private BenchClients() {}

  static S3Client primary(Map<String, String> environment) {
    return client(environment, "PRIMARY_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  }

  static S3Client standby(Map<String, String> environment) {
    return client(environment, "STANDBY_ENDPOINT", "STANDBY_ACCESS_KEY", "STANDBY_SECRET_KEY");
  }

  static S3Wire primaryWire(Map<String, String> environment) {
    return wire(
        environment,
        "PRIMARY_ENDPOINT",
        BenchBuckets.PRIMARY,
        credentials(environment, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
  }

  static S3Wire standbyWire(Map<String, String> environment) {
    return wire(
        environment,
        "STANDBY_ENDPOINT",
        variable(environment, "STANDBY_BUCKET"),
        credentials(environment, "STANDBY_ACCESS_KEY", "STANDBY_SECRET_KEY"));
  }

  private static S3Wire wire(
      Map<String, String> environment,
      String endpoint,
      String bucket,
      AwsCredentialsProvider credentials) {
    // The JVM trusts the servers' authority by its system properties (LambdaProcess).
    return new S3Wire(
        Region.US_EAST_1,
        Optional.of(URI.create(variable(environment, endpoint))),
        bucket,
        credentials,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        () -> {},
        () -> 0);
  }

  private static AwsCredentialsProvider credentials(
      Map<String, String> environment, String accessKey, String secretKey) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(
            variable(environment, accessKey), variable(environment, secretKey)));
  }

  /**
   * The value of a variable.
   *
   * @throws IllegalArgumentException if it is missing
   */
  static String variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  private static S3Client client(
      Map<String, String> environment, String endpoint, String accessKey, String secretKey) {
    Apache5HttpClient.Builder http = Apache5HttpClient.builder();
    Optional.ofNullable(environment.get(Servers.TRUST_STORE))
        .map(file -> trusted(Path.of(file)))
        .ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
    return S3Client.builder()
        .endpointOverride(URI.create(variable(environment, endpoint)))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(environment, accessKey, secretKey))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(http)
        .build();
  }

  private static TrustManager[] trusted(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, Servers.PASSWORD);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
