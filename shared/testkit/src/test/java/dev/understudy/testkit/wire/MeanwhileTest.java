package dev.understudy.testkit.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Work that is done while the response to a GET of the primary is on its way. */
@Timeout(30)
class MeanwhileTest {
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final String OBJECT =
      """
      HTTP/1.1 200 OK\r
      Server: AmazonS3\r
      Date: Tue, 01 Jan 2030 00:00:00 GMT\r
      Last-Modified: Tue, 01 Jan 2030 00:00:00 GMT\r
      ETag: "e"\r
      Content-Length: 1\r
      \r
      x\
      """;

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  /** The server answers only after the work, which waits for the request. */
  @Test
  void isDoneBetweenTheRequestAndItsResponse() throws IOException {
    CountDownLatch received = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (RawServer server =
            RawServer.plain(
                (request, out) -> {
                  received.countDown();
                  await(done);
                  out.write(OBJECT.getBytes(ISO_8859_1));
                });
        S3Primary primary = connect(server);
        PrimaryRead read =
            primary.open(
                KEY,
                () -> {
                  await(received);
                  done.countDown();
                })) {
      assertThat(read.body().readAllBytes()).hasSize(1);
    }
  }

  @Test
  void isDoneOnceIfTheRequestIsRepeated() {
    try (RawServer server =
            RawServer.plain(
                (request, out) ->
                    out.write(
                        (requests.incrementAndGet() == 1
                                ? "HTTP/1.1 503 S\r\nContent-Length: 0\r\n\r\n"
                                : OBJECT)
                            .getBytes(ISO_8859_1)));
        S3Primary primary = connect(server);
        PrimaryRead read = primary.open(KEY, runs::incrementAndGet)) {
      assertThat(read.object()).isPresent();
    }
    assertThat(requests).hasValue(2);
    assertThat(runs).hasValue(1);
  }

  @Test
  void endsTheCallIfItFails() {
    StoreException failure = new StoreException.Unavailable("The standby is down", false, null);
    try (RawServer server =
            RawServer.plain(
                (request, out) -> {
                  requests.incrementAndGet();
                  out.write(OBJECT.getBytes(ISO_8859_1));
                });
        S3Primary primary = connect(server)) {
      assertThatThrownBy(
              () ->
                  primary.open(
                      KEY,
                      () -> {
                        throw failure;
                      }))
          .isSameAs(failure);

      primary.open(KEY).close();
      assertThat(requests).as("the first was not repeated").hasValue(2);
      assertThat(server.accepted()).as("its response is on no connection in use").isEqualTo(2);
    }
  }

  /** Neither server answers, until the connections of both are closed at the deadline. */
  @Test
  void isAbortedWithItsRequest() {
    CountDownLatch received = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    RawServer.Responder silent =
        (request, out) -> {
          received.countDown();
          await(never);
        };
    try (RawServer server = RawServer.plain(silent);
        RawServer other = RawServer.plain(silent);
        S3Primary primary = connect(server);
        S3Primary standby = connect(other)) {
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> {
                await(received);
                primary.close();
                standby.close();
              });

      assertThatThrownBy(() -> primary.open(KEY, () -> standby.head(KEY)))
          .isInstanceOf(StoreException.Unavailable.class);
      assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
      assertThat(server.accepted() + other.accepted()).as("neither is repeated").isEqualTo(2);
      never.countDown();
      awaitNoConnection(server, other);
    }
  }

  private static void awaitNoConnection(RawServer a, RawServer b) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (a.open() + b.open() > 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static S3Primary connect(RawServer server) {
    AwsAccess aws =
        new AwsAccess(
            Region.US_EAST_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("ak", "sk")));
    return S3Primary.connect(
        aws, Optional.of(server.uri()), "primary", Optional.empty(), new CallCounter());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
