package dev.understudy.lab.stack;

import dev.understudy.core.s3.PemTls;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * How a client reaches the primary or the standby.
 *
 * @param caPem the only authorities that its certificate may come from; empty for the JDK's
 * @param embedded whether the stack runs the server; else it is a real server
 */
public record StoreAccess(
    URI endpoint,
    String region,
    AccessKeys keys,
    String bucket,
    Optional<String> caPem,
    boolean embedded) {
  /** An embedded server, or a real one with a certificate that the JDK trusts. */
  public StoreAccess(
      URI endpoint, String region, AccessKeys keys, String bucket, boolean embedded) {
    this(endpoint, region, keys, bucket, Optional.empty(), embedded);
  }

  /** Presigns requests to this store. */
  public S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(keys.provider())
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  /** A client of the AWS SDK; the caller closes it. */
  public S3Client s3() {
    Apache5HttpClient.Builder http = Apache5HttpClient.builder();
    caPem.ifPresent(pem -> http.tlsTrustManagersProvider(() -> PemTls.trustManagers(pem)));
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(keys.provider())
        .forcePathStyle(true)
        .httpClientBuilder(http)
        .build();
  }
}
