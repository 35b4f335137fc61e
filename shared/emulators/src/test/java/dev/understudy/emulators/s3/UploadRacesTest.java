package dev.understudy.emulators.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Two workers may finish one upload, or one gives up what the other finishes: never half of both.
 */
class UploadRacesTest {
  private static final int ROUNDS = 20;

  /** Large enough to be kept in a file, which goes with the last part or object that holds it. */
  private static final byte[] BODY = new byte[(1 << 20) + 1];

  @TempDir private Path folder;
  private S3Endpoint endpoint;
  private S3Client aws;

  private void start(Quirks quirks) {
    new Random(1).nextBytes(BODY);
    endpoint =
        S3Endpoint.builder().quirks(quirks).credentials("ak", "sk").directory(folder).start();
    endpoint.createBucket("bucket", true);
    aws = TestClients.client(endpoint);
  }

  @AfterEach
  void close() {
    aws.close();
    endpoint.close();
  }

  @Test
  void makesOneObjectOfOneUpload() throws Exception {
    start(Quirks.S3);
    for (int round = 0; round < ROUNDS; round++) {
      String key = "k" + round;
      String id = aws.createMultipartUpload(r -> r.bucket("bucket").key(key)).uploadId();
      CompletedPart part = part(key, id);
      List<String> etags = Collections.synchronizedList(new ArrayList<>());
      Runnable complete = () -> etags.add(complete(key, id, part));

      atOnce(complete, complete, complete, complete);

      assertThat(etags).hasSize(4).containsOnly(etags.get(0));
      assertThat(aws.listObjectVersions(r -> r.bucket("bucket").prefix(key)).versions())
          .filteredOn(version -> version.key().equals(key))
          .hasSize(1);
      assertThat(read(key)).isEqualTo(BODY);
    }
  }

  @Test
  void keepsTheBytesOfWhatWasCompletedWhileItWasAborted() throws Exception {
    start(Quirks.MINIO);
    for (int round = 0; round < ROUNDS; round++) {
      String key = "k" + round;
      String id = aws.createMultipartUpload(r -> r.bucket("bucket").key(key)).uploadId();
      CompletedPart part = part(key, id);
      List<String> etags = Collections.synchronizedList(new ArrayList<>());

      atOnce(
          () -> unlessGone(() -> etags.add(complete(key, id, part))),
          () ->
              unlessGone(
                  () -> aws.abortMultipartUpload(r -> r.bucket("bucket").key(key).uploadId(id))),
          () -> unlessGone(() -> part(key, id)));

      if (!etags.isEmpty()) {
        assertThat(read(key)).isEqualTo(BODY);
      }
    }
  }

  @Test
  void leavesNothingOfItsOwnAndEverythingElseInTheFolder() throws Exception {
    Files.writeString(folder.resolve("somebody-elses"), "x");
    start(Quirks.S3);
    aws.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromBytes(BODY));

    endpoint.close();

    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("somebody-elses"));
    }
  }

  private CompletedPart part(String key, String id) {
    String etag =
        aws.uploadPart(
                r -> r.bucket("bucket").key(key).uploadId(id).partNumber(1),
                RequestBody.fromBytes(BODY))
            .eTag();
    return CompletedPart.builder().partNumber(1).eTag(etag).build();
  }

  private String complete(String key, String id, CompletedPart part) {
    return aws.completeMultipartUpload(
            r -> r.bucket("bucket").key(key).uploadId(id).multipartUpload(m -> m.parts(part)))
        .eTag();
  }

  private byte[] read(String key) {
    return aws.getObjectAsBytes(r -> r.bucket("bucket").key(key)).asByteArray();
  }

  private static void unlessGone(Runnable call) {
    try {
      call.run();
    } catch (S3Exception e) {
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchUpload");
    }
  }

  private static void atOnce(Runnable... tasks) throws InterruptedException {
    CyclicBarrier barrier = new CyclicBarrier(tasks.length);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (Runnable task : tasks) {
      Thread thread = new Thread(() -> runAt(barrier, task));
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  private static void runAt(CyclicBarrier barrier, Runnable task) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
    task.run();
  }
}
