package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Standby;
import dev.understudy.emulators.real.RealDroplet;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The replicator's own view of the droplet: through nginx, with the secret that its bootstrap made.
 */
class S3StandbyOnDropletIT extends StandbyContract {
  private static final String BUCKET = "assets";

  private static RealDroplet droplet;
  private static S3Client admin;

  private S3Standby standby;

  /** Starts the droplet of this class, once. */
  RealDroplet newDroplet() {
    return RealDroplet.start();
  }

  private void startOnce() {
    if (droplet == null) {
      droplet = LeftOut.ifMissing(this::newDroplet);
      admin =
          AwsContractClient.connect(
              droplet.minio(),
              droplet.minioSetting("MINIO_ROOT_USER"),
              droplet.minioSetting("MINIO_ROOT_PASSWORD"));
    }
  }

  @AfterAll
  static void stop() {
    if (droplet != null) {
      admin.close();
      droplet.close();
      droplet = null;
    }
  }

  @BeforeEach
  void connect() throws Exception {
    startOnce();
    Map<String, String> secret =
        new ObjectMapper().readValue(droplet.secretJson(), new TypeReference<>() {});
    standby = S3Standby.connect(StandbySecret.of(secret, "the file"), BUCKET, new CallCounter());
    standby.sendMarker(needsMarker());
  }

  /** Whether the server obeys a given time and ETag only with the marker. */
  boolean needsMarker() {
    return false;
  }

  @AfterEach
  void empty() {
    standby.close();
    var history = admin.listObjectVersions(r -> r.bucket(BUCKET));
    history.versions().forEach(v -> delete(v.key(), v.versionId()));
    history.deleteMarkers().forEach(m -> delete(m.key(), m.versionId()));
  }

  private static void delete(String key, String version) {
    admin.deleteObject(r -> r.bucket(BUCKET).key(key).versionId(version));
  }

  @Override
  protected Standby standby() {
    return standby;
  }

  @Override
  protected Optional<byte[]> read(ObjectKey key) {
    try {
      return Optional.of(
          admin.getObjectAsBytes(r -> r.bucket(BUCKET).key(key.value())).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** MinIO keeps all versions of a key in one file, which every write to the key writes anew. */
  @Test
  void oldVersionsEndOnTheirOwnByAgeAndByNumber() {
    var rules = admin.getBucketLifecycleConfiguration(r -> r.bucket(BUCKET)).rules();

    assertThat(rules).hasSize(2);
    assertThat(rules.get(0).noncurrentVersionExpiration().noncurrentDays()).isEqualTo(30);
    assertThat(rules.get(1).noncurrentVersionExpiration().newerNoncurrentVersions())
        .isEqualTo(1000);
  }
}
