package dev.understudy.testkit.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that respond to an UploadPart request while its body is being sent. */
@Timeout(30)
class EarlyResponseTest {
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final String NO_SUCH_UPLOAD =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 44\r\n\r\n"
          + "<Error><Code>NoSuchUpload</Code></Error>    ";
  private static final String OK = "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 0\r\n\r\n";

  /** Below 1 MiB, from which on a request expects a 100 before it sends its body. */
  private static final int LENGTH = 1_000_000;

  @TempDir Path folder;

  private TestAuthority authority;
  private final CountDownLatch responded = new CountDownLatch(1);
  private final AtomicInteger read = new AtomicInteger();

  /**
   * The server reads no body, so a client that first sends all of it may never see the response.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsTheRequest(boolean tls) throws Exception {
    CountDownLatch tested = new CountDownLatch(1);
    RawServer.Responder refusal =
        new RawServer.Responder() {
          @Override
          public boolean readsBody(OutputStream out) throws IOException {
            write(out, NO_SUCH_UPLOAD);
            responded.countDown();
            return false;
          }

          @Override
          public void respond(RawServer.Request request, OutputStream out) {
            await(tested);
          }
        };
    try (RawServer server = start(tls, refusal);
        S3Standby standby = connect(server, tls)) {
      assertThatThrownBy(() -> upload(standby)).hasMessageContaining("404 NoSuchUpload");

      assertThat(read).as("bytes of the source").hasValueLessThan(LENGTH / 2);
      assertThat(server.accepted()).as("connections, one for each attempt").isEqualTo(1);
    } finally {
      tested.countDown();
    }
  }

  /** A server may be slower than the client's patience with a 100. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotEndTheRequestIfItIsAnInterimResponse(boolean tls) throws Exception {
    RawServer.Responder late =
        new RawServer.Responder() {
          @Override
          public boolean readsBody(OutputStream out) throws IOException {
            write(out, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
            responded.countDown();
            return true;
          }

          @Override
          public void respond(RawServer.Request request, OutputStream out) throws IOException {
            write(out, OK);
          }
        };
    try (RawServer server = start(tls, late);
        S3Standby standby = connect(server, tls)) {
      for (int i = 0; i < 2; i++) {
        upload(standby);
      }

      assertThat(server.taken()).hasSize(2).allMatch(part -> part.body().length >= LENGTH);
      assertThat(server.accepted()).as("the connection is used again").isEqualTo(1);
    }
  }

  /** Sends a first block, and the rest once the server has responded. */
  private void upload(S3Standby standby) {
    standby.uploadPart(KEY, "u", 1, LENGTH, () -> source(new byte[LENGTH]));
  }

  private InputStream source(byte[] content) {
    return new ByteArrayInputStream(content) {
      @Override
      public synchronized int read(byte[] block, int offset, int limit) {
        if (pos > 0) {
          await(responded);
        }
        int count = super.read(block, offset, limit);
        EarlyResponseTest.this.read.addAndGet(Math.max(0, count));
        return count;
      }
    };
  }

  @BeforeEach
  void makeAuthority() {
    authority = new TestAuthority(folder);
  }

  private RawServer start(boolean tls, RawServer.Responder responder) {
    return tls
        ? RawServer.tls(authority.server("localhost").serverContext(), responder)
        : RawServer.plain(responder);
  }

  private S3Standby connect(RawServer server, boolean tls) {
    TlsMaterial trust =
        tls
            ? new TlsMaterial(Optional.of(authority.caPem()), Optional.empty(), Optional.empty())
            : TlsMaterial.NONE;
    return S3Standby.connect(
        new StandbySecret(server.uri(), "ak", "sk", trust), "standby", new CallCounter());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }
}
