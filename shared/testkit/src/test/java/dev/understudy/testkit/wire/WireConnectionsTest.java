package dev.understudy.testkit.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to a store: whom they trust, when they are used again, and how they are aborted. */
@Timeout(30)
class WireConnectionsTest {
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final Instant STAMP = Instant.parse("2026-11-28T06:00:00Z");
  private static final String FOUND = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
  private static final String DELETED = "HTTP/1.1 204 No Content\r\n\r\n";

  /** More than the buffers of both sockets hold. */
  private static final int LARGE = 256 << 20;

  private static TestAuthority authority;
  private static TestAuthority.Identity localhost;

  @BeforeAll
  static void certify(@TempDir Path folder) {
    authority = new TestAuthority(folder);
    localhost = authority.server("localhost");
  }

  @Test
  void acceptsACertificateOfThePrivateAuthority() {
    try (RawServer server = tls(localhost, FOUND);
        S3Standby standby = connect(server, trusted())) {
      assertThat(standby.read(KEY)).hasValue("x".getBytes(ISO_8859_1));
    }
  }

  @Test
  void refusesACertificateForAnotherHost() {
    try (RawServer server = tls(authority.server("minio.example.com"), FOUND);
        S3Standby standby = connect(server, trusted())) {
      assertThatThrownBy(() -> standby.delete(KEY, new ETag("e"), STAMP))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasRootCauseInstanceOf(CertificateException.class)
          .hasMessageContaining("localhost");
      assertThat(server.taken()).as("requests sent").isEmpty();
    }
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() {
    try (RawServer server = tls(localhost, FOUND);
        S3Standby standby = connect(server, TlsMaterial.NONE)) {
      assertThatThrownBy(() -> standby.read(KEY))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasStackTraceContaining(SSLException.class.getSimpleName());
      assertThat(server.taken()).as("requests sent").isEmpty();
    }
  }

  /** The credentials of a function's role have a token, and are refused without it. */
  @Test
  void sendsAndSignsTheSessionToken() {
    AwsAccess role =
        AwsAccess.of(
            new Environment(
                Map.of(
                    "AWS_REGION", "eu-central-1",
                    "AWS_ACCESS_KEY_ID", "ak",
                    "AWS_SECRET_ACCESS_KEY", "sk",
                    "AWS_SESSION_TOKEN", "token+/=")));
    try (RawServer server = RawServer.plain((request, out) -> write(out, FOUND));
        S3Primary primary =
            S3Primary.connect(
                role, Optional.of(server.uri()), "bucket", Optional.empty(), new CallCounter())) {
      assertThatThrownBy(() -> primary.head(KEY)).isInstanceOf(StoreException.class);

      RawServer.Request request = server.taken().get(0);
      assertThat(request.header("x-amz-security-token")).isEqualTo("token+/=");
      assertThat(request.header("authorization"))
          .containsPattern("SignedHeaders=[a-z0-9;-]*x-amz-security-token[;,]");
    }
  }

  /** A write is sent once, so it must not use a connection that the server has closed meanwhile. */
  @Test
  void testsAnIdleConnectionBeforeAWrite() throws Exception {
    try (RawServer server = RawServer.plain((request, out) -> write(out, DELETED));
        S3Standby standby = connect(server, TlsMaterial.NONE)) {
      assertThat(standby.delete(KEY, new ETag("e"), STAMP)).isEqualTo(WriteResult.WRITTEN);
      server.disconnect();
      TimeUnit.MILLISECONDS.sleep(1_100);

      assertThat(standby.delete(KEY, new ETag("e"), STAMP)).isEqualTo(WriteResult.WRITTEN);
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @Test
  void waitsForThePaceBeforeEachAttempt() {
    List<Long> waits = new ArrayList<>(List.of(0L, 200_000_000L));
    try (RawServer server = RawServer.plain((request, out) -> write(out, DELETED));
        S3Standby standby = connect(server, TlsMaterial.NONE, () -> waits.remove(0))) {
      standby.delete(KEY, new ETag("e"), STAMP);
      long began = System.nanoTime();
      standby.delete(KEY, new ETag("e"), STAMP);

      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(200_000_000L);
      assertThat(waits).isEmpty();
    }
  }

  @Test
  void endsTheWaitForThePaceWhenItIsClosed() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    try (RawServer server = RawServer.plain((request, out) -> write(out, FOUND))) {
      S3Standby standby =
          connect(
              server,
              TlsMaterial.NONE,
              () -> {
                waiting.countDown();
                return Long.MAX_VALUE;
              });
      CompletableFuture<Void> read = CompletableFuture.runAsync(() -> standby.read(KEY));
      waitFor(waiting);
      standby.close();

      assertThat(read).failsWithin(Duration.ofSeconds(10));
      assertThat(server.taken()).as("requests sent").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void abortsABlockedWriteFromAnotherThread(boolean encrypted) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    RawServer.Responder neverReads =
        new RawServer.Responder() {
          @Override
          public void respond(RawServer.Request request, OutputStream out) throws IOException {
            write(out, "HTTP/1.1 100 Continue\r\n\r\n");
            waitFor(end);
          }

          @Override
          public boolean wantsBody() {
            return false;
          }
        };
    AtomicLong read = new AtomicLong();
    try (RawServer server = server(encrypted, neverReads)) {
      S3Standby standby = connect(server, encrypted ? trusted() : TlsMaterial.NONE);
      CompletableFuture<?> write =
          CompletableFuture.runAsync(
              () -> standby.uploadPart(KEY, "u", 1, LARGE, () -> zeros(read)));
      awaitStill(read);

      standby.close();

      assertFails(write);
      assertThat(read).hasValueLessThan(LARGE);
    } finally {
      end.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void abortsABlockedReadOfABodyFromAnotherThread(boolean encrypted) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    RawServer.Responder stalls =
        (request, out) -> {
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\nx".formatted(LARGE));
          begun.countDown();
          waitFor(end);
        };
    try (RawServer server = server(encrypted, stalls)) {
      S3Standby standby = connect(server, encrypted ? trusted() : TlsMaterial.NONE);
      CompletableFuture<?> read = CompletableFuture.runAsync(() -> standby.read(KEY));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      standby.close();

      assertFails(read);
    } finally {
      end.countDown();
    }
  }

  private static void assertFails(CompletableFuture<?> call) {
    assertThat(call)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(StoreException.class);
  }

  /** Waits until bytes were read and no more are. */
  private static void awaitStill(AtomicLong read) throws InterruptedException {
    for (long before = -1; before <= 0 || read.get() != before; ) {
      before = read.get();
      TimeUnit.MILLISECONDS.sleep(300);
    }
  }

  private static InputStream zeros(AtomicLong read) {
    return new InputStream() {
      @Override
      public int read() {
        read.incrementAndGet();
        return 0;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        read.addAndGet(length);
        return length;
      }
    };
  }

  private static RawServer server(boolean encrypted, RawServer.Responder responder) {
    return encrypted
        ? RawServer.tls(localhost.serverContext(), responder)
        : RawServer.plain(responder);
  }

  private static RawServer tls(TestAuthority.Identity identity, String response) {
    return RawServer.tls(identity.serverContext(), (request, out) -> write(out, response));
  }

  private static TlsMaterial trusted() {
    return new TlsMaterial(Optional.of(authority.caPem()), Optional.empty(), Optional.empty());
  }

  private static S3Standby connect(RawServer server, TlsMaterial tls) {
    return connect(server, tls, () -> 0);
  }

  private static S3Standby connect(RawServer server, TlsMaterial tls, LongSupplier pace) {
    return S3Standby.connect(
        new StandbySecret(server.uri(), "ak", "sk", tls), "standby", new CallCounter(), pace);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private static void waitFor(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
