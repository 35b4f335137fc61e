package dev.understudy.replicator;

import static dev.understudy.replicator.Invocations.hint;
import static dev.understudy.replicator.Invocations.invoke;
import static dev.understudy.replicator.Invocations.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.net.ConnectionBehaviour;
import dev.understudy.emulators.net.TcpProxy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A primary that resets the body of a GET that waits while part borders are read. */
class WaitingBodyTest extends EndpointPair {
  private static final int PART = 6 << 20;

  @Test
  void isRequestedAnewWithoutAFailure() throws IOException {
    writeInParts("film");
    // The first invocation on a standby measures its dialect, with uploads too.
    invoke(handler(Map.of()), sqs(hint("nothing")));
    standby.calls().reset();
    primary.calls().reset();
    AtomicInteger connections = new AtomicInteger();
    try (TcpProxy wire = TcpProxy.to(primary.uri())) {
      // The first connection is that of the GET. It is reset while the borders are read.
      wire.wires(
          () ->
              connections.getAndIncrement() == 0
                  ? ConnectionBehaviour.CLEAN.withResetAfterDown(100_000)
                  : ConnectionBehaviour.CLEAN);
      ReplicatorHandler handler = handler(Map.of("PRIMARY_ENDPOINT", wire.uri().toString()));

      String log = LogLines.during(() -> invoke(handler, sqs(hint("film"))));

      assertThat(log).contains("\"outcome\":\"Copied\"").doesNotContain("Unavailable");
    }
    assertThat(connections.get()).as("connections to the primary").isGreaterThan(1);
    assertThat(replica("film")).hasValue("x".repeat(2 * PART));
    assertThat(standby.calls().of("UploadPart")).as("each part is sent once").isEqualTo(2);
    assertThat(primary.calls().of("GetObject")).as("one more than usual").isEqualTo(3);
  }

  private void writeInParts(String key) {
    String upload = writer.createMultipartUpload(r -> r.bucket("primary").key(key)).uploadId();
    List<CompletedPart> parts = List.of(part(key, upload, 1), part(key, upload, 2));
    writer.completeMultipartUpload(
        r -> r.bucket("primary").key(key).uploadId(upload).multipartUpload(u -> u.parts(parts)));
  }

  private CompletedPart part(String key, String upload, int number) {
    String etag =
        writer
            .uploadPart(
                r -> r.bucket("primary").key(key).uploadId(upload).partNumber(number),
                RequestBody.fromString("x".repeat(PART)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }
}
