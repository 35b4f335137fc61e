package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Listing;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The reconciler's own view of a real MinIO. */
class S3ListingOnMinioIT extends ListingPageContract {
  private static RealMinio minio;
  private static S3Client writer;

  private final String bucket = "standby-" + UUID.randomUUID();
  private S3Standby standby;

  @BeforeAll
  static void start() {
    minio = LeftOut.ifMissing(RealMinio::start);
    writer =
        AwsContractClient.connect(minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey());
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      writer.close();
      minio.close();
    }
  }

  @BeforeEach
  void connect() {
    writer.createBucket(r -> r.bucket(bucket));
    writer.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    standby =
        S3Standby.connect(
            new StandbySecret(
                minio.endpoint(), RealMinio.accessKey(), RealMinio.secretKey(), TlsMaterial.NONE),
            bucket,
            new CallCounter());
  }

  @AfterEach
  void disconnect() {
    standby.close();
  }

  @Test
  void doesNotListWhatLiesUnderTheNameOfAnObjectAlsoOnceThatIsDeleted() {
    write(new ObjectKey("a/b"));
    write(new ObjectKey("a"));
    assertThat(keys()).containsExactly("a");

    remove(new ObjectKey("a"));

    assertThat(keys()).isEmpty();
    assertThat(standby.head(new ObjectKey("a/b")).present()).isPresent();
  }

  private List<String> keys() {
    return standby.page(Listing.Place.of("", Optional.empty()), Listing.MAX_KEYS).objects().stream()
        .map(listed -> listed.key().value())
        .toList();
  }

  @Override
  protected Listing listing() {
    return standby;
  }

  @Override
  protected void write(ObjectKey key) {
    writer.putObject(r -> r.bucket(bucket).key(key.value()), RequestBody.fromBytes(new byte[1]));
  }

  @Override
  protected void remove(ObjectKey key) {
    writer.deleteObject(r -> r.bucket(bucket).key(key.value()));
  }
}
