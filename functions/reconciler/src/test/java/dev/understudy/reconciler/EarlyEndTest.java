package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that ends early aborts the listing page in progress, and leaves no thread behind. */
@Timeout(60)
class EarlyEndTest extends ReconcilerFixture {
  private static final Map<String, String> AWS =
      Map.of("AWS_REGION", "us-east-1", "AWS_ACCESS_KEY_ID", "ak", "AWS_SECRET_ACCESS_KEY", "sk");

  private final ExecutorService server = Executors.newSingleThreadExecutor();
  private final Set<Thread> fetching = ConcurrentHashMap.newKeySet();
  private final CountDownLatch requested = new CountDownLatch(1);
  private ServerSocket listener;
  private Future<?> abandoned;
  private S3Primary silent;

  /** The primary accepts a request, and never responds. */
  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    abandoned = server.submit(this::readUntilTheClientLeaves);
    silent =
        S3Primary.connect(
            AwsAccess.of(new Environment(AWS)),
            Optional.of(URI.create("http://localhost:" + listener.getLocalPort())),
            "primary",
            Optional.empty(),
            new CallCounter());
    primaryListing = this::primaryPage;
    disconnect = silent::close;
    settings =
        new ReconcilerSettings("primary to standby", GRACE, 3, 10, 30, 100_000, 2, 120, Scope.ALL);
    for (int i = 0; i < 150; i++) {
      replicated("k%03d".formatted(i), "x");
    }
    later();
  }

  private void readUntilTheClientLeaves() {
    try (Socket client = listener.accept()) {
      while (client.getInputStream().read() >= 0) {
        requested.countDown();
      }
    } catch (IOException e) {
      // The client reset the connection.
    }
  }

  /** The primary lists one page before it falls silent. */
  private Listing.Page primaryPage(Listing.Place at, int max) {
    return (fetching.add(Thread.currentThread()) ? primary : silent).page(at, max);
  }

  private void awaitRequest() {
    await().atMost(Duration.ofSeconds(25)).until(() -> requested.getCount() == 0);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    server.shutdownNow();
  }

  @Test
  void becauseTheOtherListingFails() {
    standbyListing =
        (at, max) -> {
          awaitRequest();
          throw new StoreException.Unavailable("LIST failed: 503", false, 503, null);
        };

    assertThatThrownBy(this::run).hasMessageContaining("503");

    assertNothingIsLeft();
  }

  @Test
  void becauseItsTimeIsUpWhileItCompares() {
    standbyListing =
        (at, max) -> {
          awaitRequest();
          return standby.page(at, max);
        };

    Summary summary = run(GO_ON, new Deadline(() -> 60_000, Duration.ofSeconds(60)));

    assertThat(summary.counts().get(Count.KEYS)).isEqualTo(100);
    assertNothingIsLeft();
  }

  @Test
  void becauseItsTimeIsUpWhileItWaits() {
    Summary summary = run(GO_ON, new Deadline(() -> 2_000, Duration.ofSeconds(1)));

    assertThat(summary.message().orElseThrow()).contains("its connections were closed");
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(abandoned).succeedsWithin(Duration.ofSeconds(10));
    await().until(() -> fetching.stream().noneMatch(Thread::isAlive));
  }
}
