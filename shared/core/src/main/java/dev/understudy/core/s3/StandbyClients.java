package dev.understudy.core.s3;

import dev.understudy.core.config.StandbySecret;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two clients of the standby over one connection pool. The SDK retries calls that may be repeated
 * (reads, parts, aborts). Writes that change what readers see are sent once: an abandoned attempt
 * may still land after the next one (aws-sdk-java-v2#6580), and a retry would hide that the first
 * attempt was in doubt.
 *
 * <p>Checksums are computed only where a call requires one. The SDK's default would send bodies in
 * the mode STREAMING-UNSIGNED-PAYLOAD-TRAILER, which a hardened proxy in front of MinIO rejects
 * (CVE-2026-41145).
 */
final class StandbyClients implements AutoCloseable {
  private final SdkHttpClient http;
  private final S3Client reads;
  private final S3Client writes;

  /**
   * @param interceptor sees every attempt
   */
  StandbyClients(StandbySecret secret, ExecutionInterceptor interceptor) {
    this.http = HttpClients.create(secret.tls());
    this.reads = client(secret, AwsRetryStrategy.standardRetryStrategy(), interceptor);
    this.writes = client(secret, AwsRetryStrategy.doNotRetry(), interceptor);
  }

  S3Client reads() {
    return reads;
  }

  S3Client writes() {
    return writes;
  }

  @Override
  public void close() {
    List.of(reads, writes).forEach(S3Client::close);
    http.close();
  }

  private S3Client client(
      StandbySecret secret, RetryStrategy retries, ExecutionInterceptor interceptor) {
    return S3Client.builder()
        .httpClient(http)
        .endpointOverride(secret.endpoint())
        .forcePathStyle(true)
        .region(Region.of(secret.region()))
        .endpointProvider(new CachedEndpoints())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(secret.accessKey(), secret.secretKey())))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .overrideConfiguration(o -> o.retryStrategy(retries).addExecutionInterceptor(interceptor))
        .build();
  }
}
