package dev.understudy.testkit.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Standby.Part;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and proxies that answer wrongly, late or not at all. */
@Timeout(30)
class HostileResponsesTest {
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final ETag SEEN = new ETag("e");
  private static final Instant STAMP = Instant.parse("2026-11-28T06:00:00Z");
  private static final Listing.Place START = Listing.Place.of("", Optional.empty());
  private static final Fingerprint LARGE = new Fingerprint(SEEN, 2 << 20, Attributes.NONE);
  private static final List<Part> PARTS = List.of(new Part(1, 5, "e"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ListBucketResult><IsTruncated>false</IsTruncated>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ListBucketResult><IsTruncated>"
            + "false</IsTruncated><Prefix>&e;</Prefix></ListBucketResult>",
        "<ListBucketResult><IsTruncated>&false;</IsTruncated></ListBucketResult>",
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents>"
            + "</ListBucketResult>",
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>%zz</Key><ETag>e</ETag>"
            + "<Size>1</Size><LastModified>2026-11-28T06:00:00Z</LastModified></Contents>"
            + "<EncodingType>url</EncodingType></ListBucketResult>",
        "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<html>It works</html>",
        "It works",
        ""
      })
  void takesAPageOfGarbageForAFailure(String body) {
    failsToList(out -> write(out, "HTTP/1.1 200 OK\r\n" + sized(body)));
  }

  /** versitygw ignores the encoding that a listing requests, and does not confirm it. */
  @ParameterizedTest
  @CsvSource({"'', %/x", "<EncodingType>url</EncodingType>, %25/x"})
  void decodesNamesOnlyIfTheResponseSaysThatTheyAreEncoded(String encoding, String name) {
    String body =
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>%s</Key><ETag>e</ETag>"
                .formatted(name)
            + "<Size>1</Size><LastModified>2026-11-28T06:00:00Z</LastModified></Contents>%s"
                .formatted(encoding)
            + "</ListBucketResult>";
    try (RawServer server =
            RawServer.plain((request, out) -> write(out, "HTTP/1.1 200 OK\r\n" + sized(body)));
        S3Standby standby = connect(server.uri())) {
      assertThat(standby.page(START, 10).objects())
          .singleElement()
          .satisfies(object -> assertThat(object.key().value()).isEqualTo("%/x"));
    }
  }

  @Test
  void doesNotReadXmlThatIsTooDeepOrTooLong() {
    failsToList(out -> write(out, "HTTP/1.1 200 OK\r\n" + sized("<a>".repeat(100_000))));
    failsToList(
        out -> {
          write(out, "HTTP/1.1 200 OK\r\n\r\n<ListBucketResult>");
          for (String block = "<Name>x</Name>".repeat(10_000); ; ) {
            write(out, block);
          }
        });
  }

  @Test
  void doesNotReadEndlessHeaders() {
    failsToList(
        out -> {
          write(out, "HTTP/1.1 200 OK\r\n");
          while (true) {
            write(out, "x-more: of it\r\n");
          }
        });
    failsToList(
        out -> {
          write(out, "HTTP/1.1 200 OK\r\nx-long: ");
          while (true) {
            write(out, "and longer ");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-",
        "HTTP/1.1 200 OK\r\nETag: \"e\"\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        ""
      })
  void takesBrokenFramingForAFailure(String response) {
    failsToList(
        out -> {
          write(out, response);
          throw new IOException("The connection breaks");
        });
  }

  /** A HEAD whose headers break off must not look like an object without metadata. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 1\r\nLast-Modified: Sat, 28 Nov 2026"
            + " 06:00:00 GMT\r\n",
        "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nLast-Modified: Sat, 28 Nov 2026 06:00:00 GMT\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nLast-Modified: Sat, 28 Nov 2026 06:00:00 GMT"
            + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 1\r\nLast-Modified: today\r\n\r\n",
        "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 1\r\n\r\n"
      })
  void takesAHeadWithoutItsHeadersForAFailure(String response) {
    try (RawServer server = broken(response);
        S3Standby standby = connect(server.uri())) {
      assertThatThrownBy(() -> standby.head(KEY)).isInstanceOf(StoreException.Unavailable.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void followsNoRedirect(int status) {
    try (RawServer elsewhere = broken("");
        RawServer server =
            RawServer.plain(
                (request, out) ->
                    write(
                        out,
                        "HTTP/1.1 %d Moved\r\nLocation: %s\r\n%s"
                            .formatted(status, elsewhere.uri(), sized(""))));
        S3Standby standby = connect(server.uri())) {
      assertThatThrownBy(() -> standby.delete(KEY, SEEN, STAMP))
          .isInstanceOf(StoreException.InDoubt.class);
      assertThatThrownBy(() -> standby.read(KEY)).isInstanceOf(StoreException.Unavailable.class);
      assertThat(elsewhere.accepted()).isZero();
    }
  }

  @Test
  void findsTheErrorInABodyOf200() {
    String error = "<Error><Code>InternalError</Code><Message>m</Message></Error>";
    AtomicInteger calls = new AtomicInteger();
    try (RawServer server =
            RawServer.plain(
                (request, out) -> {
                  calls.incrementAndGet();
                  write(out, "HTTP/1.1 200 OK\r\n" + sized(error));
                });
        S3Standby standby = connect(server.uri())) {
      assertThatThrownBy(() -> standby.complete(KEY, "u", PARTS, new Condition.Absent(), STAMP))
          .isInstanceOf(StoreException.InDoubt.class)
          .hasMessageContaining("200 InternalError");
      assertThat(calls).as("a write is sent once").hasValue(1);
      assertThat(standby.copyPart(KEY, "u", 1, 0, 5, SEEN)).isEmpty();
    }
  }

  @Test
  void sendsNoBodyThatTheServerRefusesBefore() {
    RawServer.Responder refusal =
        new RawServer.Responder() {
          @Override
          public void respond(RawServer.Request request, OutputStream out) throws IOException {
            write(out, "HTTP/1.1 412 Precondition Failed\r\n" + sized(""));
          }

          @Override
          public boolean wantsBody() {
            return false;
          }
        };
    try (RawServer server = RawServer.plain(refusal);
        S3Standby standby = connect(server.uri())) {
      assertThat(
              standby.put(
                  KEY, new byte[2 << 20], Optional.empty(), LARGE, new Condition.Absent(), STAMP))
          .isEqualTo(WriteResult.CONDITION_FAILED);
      assertThat(server.taken().get(0).header("expect")).isEqualTo("100-continue");
    }
  }

  @Test
  void failsAPartWhoseSourceEndsEarly() {
    try (RawServer server = RawServer.plain((request, out) -> write(out, "HTTP/1.1 200 OK\r\n"));
        S3Standby standby = connect(server.uri())) {
      assertThatThrownBy(
              () ->
                  standby.uploadPart(
                      KEY, "u", 1, 9, () -> new java.io.ByteArrayInputStream(new byte[8])))
          .isInstanceOf(StoreException.Unavailable.class);
    }
  }

  @Test
  void retriesReadsButNotLongerThanItHasTo() {
    AtomicInteger calls = new AtomicInteger();
    try (RawServer server =
            RawServer.plain(
                (request, out) ->
                    write(
                        out,
                        calls.incrementAndGet() < 3
                            ? "HTTP/1.1 503 Slow Down\r\nRetry-After: 0\r\n" + sized("")
                            : "HTTP/1.1 200 OK\r\n" + sized("content")));
        S3Standby standby = connect(server.uri())) {
      assertThat(standby.read(KEY)).hasValue("content".getBytes(ISO_8859_1));
      assertThat(calls).hasValue(3);
    }
  }

  @Test
  void correctsItsClockAfterTheServersAnswer() {
    String error = "<Error><Code>RequestTimeTooSkewed</Code></Error>";
    AtomicInteger calls = new AtomicInteger();
    try (RawServer server =
            RawServer.plain(
                (request, out) ->
                    write(
                        out,
                        calls.incrementAndGet() == 1
                            ? "HTTP/1.1 403 F\r\nDate: Tue, 01 Jan 2030 00:00:00 GMT\r\n"
                                + sized(error)
                            : "HTTP/1.1 200 OK\r\n" + sized("content")));
        S3Standby standby = connect(server.uri())) {
      assertThat(standby.read(KEY)).isPresent();
      assertThat(server.taken().get(1).header("x-amz-date")).startsWith("20300101T");
    }
  }

  @Test
  void usesAConnectionAgainAndANewOneAfterTheServerRestarted() {
    try (RawServer server =
            RawServer.plain((request, out) -> write(out, "HTTP/1.1 200 OK\r\n" + sized("x")));
        S3Standby standby = connect(server.uri())) {
      for (int i = 0; i < 3; i++) {
        assertThat(standby.read(KEY)).isPresent();
      }
      assertThat(server.accepted()).isEqualTo(1);

      server.disconnect();
      assertThat(standby.read(KEY)).isPresent();
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  /** As the deadline of an invocation does. */
  @Test
  void abortsCallsFromAnotherThread() throws Exception {
    CountDownLatch received = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer server =
        RawServer.plain(
            (request, out) -> {
              received.countDown();
              await(never);
            })) {
      S3Standby standby = connect(server.uri());
      CompletableFuture<?> read = CompletableFuture.runAsync(() -> standby.read(KEY));
      CompletableFuture<?> write =
          CompletableFuture.runAsync(() -> standby.delete(KEY, SEEN, STAMP));
      assertThat(received.await(10, TimeUnit.SECONDS)).isTrue();

      standby.close();

      assertThat(read)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableThat()
          .withCauseInstanceOf(StoreException.Unavailable.class);
      assertThat(write)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableThat()
          .withCauseInstanceOf(StoreException.InDoubt.class);
      never.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lists from a server that responds so, which must fail in seconds. */
  private static void failsToList(Response response) {
    try (RawServer server = RawServer.plain((request, out) -> response.write(out));
        S3Standby standby = connect(server.uri())) {
      assertThatThrownBy(() -> standby.page(START, 10))
          .isInstanceOf(StoreException.Unavailable.class);
    }
  }

  private static RawServer broken(String response) {
    return RawServer.plain(
        (request, out) -> {
          write(out, response);
          throw new IOException("The connection breaks");
        });
  }

  private interface Response {
    void write(OutputStream out) throws IOException;
  }

  private static String sized(String body) {
    return "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private static S3Standby connect(URI uri) {
    return S3Standby.connect(
        new StandbySecret(uri, "ak", "sk", TlsMaterial.NONE), "standby", new CallCounter());
  }
}
