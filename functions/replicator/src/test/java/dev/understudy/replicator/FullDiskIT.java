package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.real.RealMinio;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A real MinIO whose disk is full. */
class FullDiskIT extends ProxiedStores {
  @RegisterExtension
  static final SharedMinio MINIO = new SharedMinio(() -> RealMinio.startOnSmallDisk(64));

  @Test
  void keepsOldReplicasAndStillDeletes() {
    write("a", "old");
    write("b", "old");
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(call("b")).isEqualTo(DONE);
    fill();
    write("a", "new ".repeat(1 << 20));
    writer.deleteObject(r -> r.bucket("primary").key("b"));

    assertThat(call("a")).isEqualTo(FAILED);
    assertThat(replica("a")).hasValue("old");
    assertThat(call("b")).isEqualTo(DONE);
    assertThat(replica("b")).isEmpty();
  }

  /** With smaller and smaller objects, until nothing fits. */
  private void fill() {
    try (S3Client filler = standby.client()) {
      Random random = new Random(1);
      int number = 0;
      for (int size = 8 << 20; size >= 256 << 10; size /= 2) {
        while (number < 1_000 && put(filler, "fill-" + number, random, size)) {
          number++;
        }
      }
      assertThat(number).as("objects that filled the disk").isBetween(5, 999);
    }
  }

  private boolean put(S3Client filler, String key, Random random, int size) {
    byte[] content = new byte[size];
    random.nextBytes(content);
    try {
      filler.putObject(r -> r.bucket(standby.bucket()).key(key), RequestBody.fromBytes(content));
      return true;
    } catch (S3Exception e) {
      return false;
    }
  }

  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(MINIO.get());
  }
}
