package dev.understudy.replicator;

import dev.understudy.testkit.real.RealMinio;
import dev.understudy.testkit.s3.Quirks;
import dev.understudy.testkit.s3.S3Endpoint;
import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * A standby with an empty versioned bucket.
 *
 * @param end closes what was started for it
 */
record StandbyUnderTest(URI uri, String bucket, String accessKey, String secretKey, Runnable end) {
  /** The endpoint, in MinIO's character. */
  static StandbyUnderTest embedded() {
    S3Endpoint endpoint =
        S3Endpoint.builder().quirks(Quirks.MINIO).credentials("sak", "ssk").start();
    endpoint.createBucket("standby", true);
    return new StandbyUnderTest(endpoint.uri(), "standby", "sak", "ssk", endpoint::close);
  }

  /** A bucket of its own on a real MinIO, which goes on running. */
  static StandbyUnderTest on(RealMinio minio) {
    return on(minio, false);
  }

  /** The same with object lock, where nothing that was ever written can be removed. */
  static StandbyUnderTest lockedOn(RealMinio minio) {
    return on(minio, true);
  }

  private static StandbyUnderTest on(RealMinio minio, boolean locked) {
    String bucket = "standby-" + UUID.randomUUID();
    String accessKey = RealMinio.accessKey();
    String secretKey = RealMinio.secretKey();
    try (S3Client admin = OverAWire.client(minio.endpoint(), accessKey, secretKey)) {
      admin.createBucket(r -> r.bucket(bucket).objectLockEnabledForBucket(locked));
      admin.putBucketVersioning(
          r ->
              r.bucket(bucket)
                  .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
    return new StandbyUnderTest(minio.endpoint(), bucket, accessKey, secretKey, () -> {});
  }
}
