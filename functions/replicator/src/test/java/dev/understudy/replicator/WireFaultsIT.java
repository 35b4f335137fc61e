package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.net.ConnectionBehaviour;
import dev.understudy.emulators.real.RealMinio;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** With a real MinIO as standby. */
class WireFaultsIT extends WireFaults {
  @RegisterExtension static final SharedMinio MINIO = new SharedMinio(RealMinio::start);

  @Test
  void keepsTheOldReplicaWholeWhenTheServerIsKilledWithinAPut() throws Exception {
    write("a", "old");
    call("a");
    String content = "new ".repeat(1 << 20);
    write("a", content);
    faulty(ConnectionBehaviour.CLEAN.withBytesPerSecond(2 << 20).from("PUT"));

    Thread killer = after(Duration.ofMillis(700), () -> MINIO.get().restart());
    assertThat(call("a")).isEqualTo(FAILED);
    killer.join();

    assertThat(replica("a")).hasValue("old");
    faulty(ConnectionBehaviour.CLEAN);
    assertThat(callPatiently("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue(content);
  }

  @Test
  void copiesAgainWhenTheServerIsKilledBetweenParts() throws Exception {
    String content = "part".repeat(8 << 20);
    write("a", content);
    faulty(ConnectionBehaviour.CLEAN.withBytesPerSecond(8 << 20).from("PUT"));

    Thread killer = after(Duration.ofMillis(1_200), () -> MINIO.get().restart());
    assertThat(call("a")).isEqualTo(FAILED);
    killer.join();

    assertThat(replica("a")).isEmpty();
    faulty(ConnectionBehaviour.CLEAN);
    assertThat(callPatiently("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue(content);
  }

  /** MinIO locks the key for as long as the body of a conditional write takes. */
  @Test
  void failsCleanlyWhileAStalledClientHoldsTheLockOfTheKey() throws Exception {
    write("a", "one");
    call("a");
    write("a", "two");
    try (S3Client staller = standby.client();
        StalledBody body = new StalledBody(400_000)) {
      Thread stalled = new Thread(() -> stall(staller, body));
      stalled.start();
      body.awaitStall();

      assertThat(call("a")).isEqualTo(FAILED);
      body.close();
      stalled.join();
    }
    assertThat(callPatiently("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue("two");
  }

  private void stall(S3Client client, StalledBody body) {
    try {
      client.putObject(
          r -> r.bucket(standby.bucket()).key("a").ifNoneMatch("other").contentLength(900_000L),
          RequestBody.fromInputStream(body, 900_000));
    } catch (SdkException e) {
      // It never ends well.
    }
  }

  private static Thread after(Duration delay, Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              LockSupport.parkNanos(delay.toNanos());
              action.run();
            });
    thread.start();
    return thread;
  }

  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(MINIO.get());
  }
}
