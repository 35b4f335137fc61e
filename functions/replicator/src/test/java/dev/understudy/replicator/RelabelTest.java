package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.net.ConnectionBehaviour;
import dev.understudy.emulators.net.TcpProxy;
import dev.understudy.emulators.s3.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;

/** docs/replicas.md, "A change of labels alone": what crosses the wire, on real sockets. */
class RelabelTest extends EndpointPair {
  private static final List<String> KEYS = List.of("a", "b/c +%.bin", "d~é.bin", "e?x=1&y");
  private static final byte[] CONTENT = noise(3 << 20);

  private static final Tag SCANNED = Tag.builder().key("scan").value("clean").build();

  /** Headers and XML; far below one object. */
  private static final long FEW_BYTES = 16 << 10;

  /** What arrives until four bodies are aborted, of 12 MiB in total. */
  private static final long MOSTLY_UNREAD = 1 << 20;

  private final TcpProxy wire = TcpProxy.to(primary.uri());
  private final ReplicatorHandler handler =
      handler(Map.of("PRIMARY_ENDPOINT", wire.uri().toString()));
  private final S3Client reader = client(standby.uri(), "sak", "ssk");

  @AfterEach
  void closeReader() {
    wire.close();
    reader.close();
  }

  @Test
  void sendsNoBytesForTagsMetadataOrAnotherStorageClass() throws IOException {
    for (String key : KEYS) {
      put(key, CONTENT);
    }
    outcomesOf("Copied");

    for (String key : KEYS) {
      writer.putObjectTagging(
          r -> r.bucket("primary").key(key).tagging(t -> t.tagSet(List.of(SCANNED))));
    }
    assertRelabeled();
    nextSecond();
    KEYS.forEach(key -> rewrite(key, "yes", StorageClass.STANDARD));
    assertRelabeled();
    nextSecond();
    KEYS.forEach(key -> rewrite(key, "yes", StorageClass.STANDARD_IA));
    assertRelabeled();
  }

  /** Whatever the standby answers, the bytes are sent as if the replica had none. */
  @ParameterizedTest
  @CsvSource({
    "501, NotImplemented",
    "403, AccessDenied",
    "400, InvalidRequest",
    "412, PreconditionFailed",
    "404, NoSuchKey",
    "503, SlowDownRead"
  })
  void sendsTheBytesWhereTheStandbyCannotCopyThem(int status, String code) throws IOException {
    put("a", CONTENT);
    logOf("a");
    rewrite("a", "yes", StorageClass.STANDARD);
    failing("UploadPartCopy", Fault.refuse(status, code));

    assertThat(logOf("a")).contains("\"outcome\":\"Copied\"");

    assertEqual("a");
    assertThat(logOf("a")).contains("\"outcome\":\"InSync\"");
  }

  @Test
  void isInDoubtIfTheCompletionIsNotAnsweredAndConvergesLater() throws IOException {
    put("a", CONTENT);
    logOf("a");
    rewrite("a", "yes", StorageClass.STANDARD);
    failing("CompleteMultipartUpload", Fault.errorInBody("InternalError"));

    assertThat(logOf("a")).contains("\"outcome\":\"InDoubt\"");

    fault.set(Fault.NONE);
    assertThat(logOf("a")).contains("\"outcome\":\"Relabeled\"");
    assertEqual("a");
  }

  private void put(String key, byte[] content) {
    writer.putObject(r -> r.bucket("primary").key(key), RequestBody.fromBytes(content));
  }

  private void rewrite(String key, String reviewed, StorageClass storageClass) {
    writer.copyObject(
        r ->
            r.sourceBucket("primary")
                .sourceKey(key)
                .destinationBucket("primary")
                .destinationKey(key)
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("reviewed", reviewed))
                .storageClass(storageClass));
  }

  /** Times have whole seconds: a rewrite within one second cannot be told from no change. */
  private static void nextSecond() {
    long now = Instant.now().getEpochSecond();
    while (Instant.now().getEpochSecond() == now) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private void assertRelabeled() throws IOException {
    // So slow that the socket buffers cannot hold an object before its body is aborted.
    wire.wires(() -> ConnectionBehaviour.CLEAN.withPieces(4_000).withBytesPerSecond(128 << 10));
    wire.resetAll();
    long before = wire.bytesDown();
    primary.calls().reset();
    standby.calls().reset();
    outcomesOf("Relabeled");
    wire.wires(() -> ConnectionBehaviour.CLEAN);

    assertThat(standby.calls().bytesReceived()).as("bytes to the standby").isLessThan(FEW_BYTES);
    assertThat(primary.calls().byOperation())
        .as("one GET with the HEAD of the standby, and one after it")
        .containsEntry("GetObject", 2L * KEYS.size())
        .containsEntry("HeadObject", (long) KEYS.size());
    assertThat(wire.bytesDown() - before).as("bytes from the primary").isLessThan(MOSTLY_UNREAD);
    for (String key : KEYS) {
      assertEqual(key);
    }
    outcomesOf("InSync");
  }

  private void outcomesOf(String expected) throws IOException {
    for (String key : KEYS) {
      assertThat(logOf(key)).as(key).contains("\"outcome\":\"%s\"".formatted(expected));
    }
  }

  private void assertEqual(String key) {
    HeadObjectResponse original = writer.headObject(r -> r.bucket("primary").key(key));
    HeadObjectResponse replica = reader.headObject(r -> r.bucket("standby").key(key));
    assertThat(replica.eTag()).isEqualTo(original.eTag());
    assertThat(replica.metadata()).isEqualTo(original.metadata());
    assertThat(replica.contentType()).isEqualTo(original.contentType());
    assertThat(replica.lastModified()).isAfterOrEqualTo(original.lastModified());
    assertThat(reader.getObjectTagging(r -> r.bucket("standby").key(key)).tagSet())
        .isEqualTo(writer.getObjectTagging(r -> r.bucket("primary").key(key)).tagSet());
    assertThat(reader.getObjectAsBytes(r -> r.bucket("standby").key(key)).asByteArray())
        .isEqualTo(CONTENT);
  }

  private String logOf(String key) throws IOException {
    return LogLines.during(() -> invoke(handler, sqs(hint(key)), 30_000));
  }

  private static byte[] noise(int length) {
    byte[] content = new byte[length];
    new Random(7).nextBytes(content);
    return content;
  }
}
