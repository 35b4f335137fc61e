package dev.understudy.replicator;

import dev.understudy.testkit.real.RealMinio;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** With a real MinIO as standby. */
class WireFaultsIT extends WireFaults {
  private static RealMinio minio;

  private final String bucket = "standby-" + UUID.randomUUID();

  WireFaultsIT() {
    try (S3Client admin = client(standby(), accessKey(), secretKey())) {
      admin.createBucket(r -> r.bucket(bucket));
      admin.putBucketVersioning(
          r ->
              r.bucket(bucket)
                  .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
  }

  @BeforeAll
  static void start() {
    minio = RealMinio.startOrLeaveOut();
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.close();
    }
  }

  @Override
  protected URI standby() {
    return minio.endpoint();
  }

  @Override
  protected String bucket() {
    return bucket;
  }

  @Override
  protected String accessKey() {
    return RealMinio.accessKey();
  }

  @Override
  protected String secretKey() {
    return RealMinio.secretKey();
  }
}
