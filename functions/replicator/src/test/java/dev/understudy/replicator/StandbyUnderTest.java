package dev.understudy.replicator;

import dev.understudy.emulators.real.RealMinio;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.emulators.tls.TestAuthority;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * A standby with an empty versioned bucket.
 *
 * @param authority the issuer of its certificate, if it uses TLS
 * @param end stops what was started for it
 */
record StandbyUnderTest(
    URI uri,
    String bucket,
    String accessKey,
    String secretKey,
    Optional<TestAuthority> authority,
    Runnable end) {
  /** The emulated endpoint, with MinIO's behaviour. */
  static StandbyUnderTest embedded() {
    return embedded(Quirks.MINIO);
  }

  /** The emulated endpoint, with the behaviour of this store. */
  static StandbyUnderTest embedded(Quirks quirks) {
    S3Endpoint endpoint =
        S3Endpoint.builder().quirks(quirks).credentials("sak", Canary.SECRET).start();
    endpoint.createBucket("standby", true);
    return new StandbyUnderTest(
        endpoint.uri(), "standby", "sak", Canary.SECRET, Optional.empty(), endpoint::close);
  }

  /** A new bucket on a real MinIO, which keeps running. */
  static StandbyUnderTest on(RealMinio minio) {
    return on(minio, Optional.empty());
  }

  /** A new bucket on a real MinIO with TLS. */
  static StandbyUnderTest on(RealMinio minio, Optional<TestAuthority> authority) {
    StandbyUnderTest standby =
        new StandbyUnderTest(
            minio.endpoint(),
            "standby-" + UUID.randomUUID(),
            RealMinio.accessKey(),
            RealMinio.secretKey(),
            authority,
            () -> {});
    try (S3Client admin = standby.client()) {
      admin.createBucket(r -> r.bucket(standby.bucket));
      admin.putBucketVersioning(
          r ->
              r.bucket(standby.bucket)
                  .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
    return standby;
  }

  /** A client of the standby, which the caller closes. */
  S3Client client() {
    var http = Apache5HttpClient.builder();
    authority.ifPresent(trusted -> http.tlsTrustManagersProvider(trusted::trustManagers));
    return S3Client.builder()
        .endpointOverride(uri)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .httpClientBuilder(http)
        .build();
  }
}
