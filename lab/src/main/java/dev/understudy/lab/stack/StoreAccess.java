package dev.understudy.lab.stack;

import java.net.URI;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One side of the stack as a client needs it.
 *
 * @param embedded whether the stack runs it, else it is a server of the user's
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
