package dev.understudy.testkit.store;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Standby;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The replicator's own view of a real MinIO. */
class S3StandbyOnMinioIT extends StandbyContract {
  private static RealMinio minio;
  private static S3Client reader;

  private final String bucket = "standby-" + UUID.randomUUID();
  private S3Standby standby;

  /** Starts the server of this class, once. */
  RealMinio newServer() {
    return RealMinio.start();
  }

  private void startOnce() {
    if (minio == null) {
      minio = LeftOut.ifMissing(this::newServer);
      reader =
          AwsContractClient.connect(minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey());
    }
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      reader.close();
      minio.close();
      minio = null;
    }
  }

  @BeforeEach
  void connect() {
    startOnce();
    reader.createBucket(r -> r.bucket(bucket));
    reader.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    standby =
        S3Standby.connect(
            new StandbySecret(
                minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey(), TlsMaterial.NONE),
            bucket,
            new CallCounter());
    standby.sendMarker(needsMarker());
  }

  /** Whether the server obeys a given time and ETag only with the marker. */
  boolean needsMarker() {
    return false;
  }

  @AfterEach
  void disconnect() {
    standby.close();
  }

  @Override
  protected Standby standby() {
    return standby;
  }

  @Override
  protected Optional<byte[]> read(ObjectKey key) {
    try {
      return Optional.of(
          reader.getObjectAsBytes(r -> r.bucket(bucket).key(key.value())).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }
}
