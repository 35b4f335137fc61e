package dev.understudy.emulators.s3;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The AWS SDK as anybody would set it up, with the key "ak" and the secret "sk". */
final class TestClients {
  private TestClients() {}

  static S3Client client(S3Endpoint endpoint) {
    return client(endpoint, "sk");
  }

  static S3Client client(S3Endpoint endpoint, String secret) {
    return client(endpoint.uri(), "ak", secret);
  }

  static S3Client client(URI endpoint, String accessKey, String secret) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret)))
        .build();
  }
}
