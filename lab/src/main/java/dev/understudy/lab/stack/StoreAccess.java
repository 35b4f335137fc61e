package dev.understudy.lab.stack;

import java.net.URI;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How a client reaches the primary or the standby.
 *
 * @param embedded whether the stack runs the server; else it is a real server
 */
public record StoreAccess(
    URI endpoint, String region, AccessKeys keys, String bucket, boolean embedded) {
  /** A client of the AWS SDK; the caller closes it. */
  public S3Client s3() {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(keys.provider())
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }
}
