package dev.understudy.core.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server accepts connections and never responds, because a lease sends nothing. */
@Timeout(30)
class ConnectionPoolTest {
  private static final int MAX = 3;

  private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
  private ServerSocket listener;
  private Thread accepting;

  @BeforeEach
  void listen() throws IOException {
    listen(0);
  }

  private void listen(int port) throws IOException {
    ServerSocket open = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    listener = open;
    accepting = new Thread(() -> accept(open));
    accepting.setDaemon(true);
    accepting.start();
  }

  private void accept(ServerSocket open) {
    try {
      while (true) {
        accepted.add(open.accept());
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  /** The port accepts connections until the accepting thread has noticed. */
  private void stopListening() throws IOException, InterruptedException {
    listener.close();
    accepting.join();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    stopListening();
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  @Test
  void neverHasMoreConnectionsThanItsMaximum() throws Exception {
    AtomicInteger leased = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ConnectionPool pool = pool(Duration.ofSeconds(10))) {
      inParallel(
          12,
          () -> {
            for (int i = 0; i < 50; i++) {
              WireConnection connection = pool.lease();
              most.accumulateAndGet(leased.incrementAndGet(), Math::max);
              TimeUnit.MICROSECONDS.sleep(100);
              leased.decrementAndGet();
              if (i % 5 == 0) {
                pool.discard(connection);
              } else {
                pool.release(connection);
              }
            }
            return null;
          });
    }

    assertThat(most.get()).isBetween(2, MAX);
  }

  @Test
  void failsClearlyIfNoConnectionBecomesFreeInTime() throws Exception {
    try (ConnectionPool pool = pool(Duration.ofMillis(100))) {
      WireConnection first = leaseAll(pool);
      long start = System.nanoTime();

      assertThatThrownBy(pool::lease)
          .isInstanceOf(ConnectionRequestTimeoutException.class)
          .hasMessage("Every connection is in use");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));

      pool.release(first);
      assertThat(pool.lease()).isSameAs(first);
    }
  }

  @Test
  void endsTheWaitForAConnectionWhenItIsClosed() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ConnectionPool pool = pool(Duration.ofMinutes(1))) {
      leaseAll(pool);
      CountDownLatch begun = new CountDownLatch(1);
      Future<WireConnection> waiting =
          thread.submit(
              () -> {
                begun.countDown();
                return pool.lease();
              });
      begun.await();

      pool.close();

      assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void givesBackThePlaceOfAConnectionThatCannotBeOpened() throws Exception {
    try (ConnectionPool pool = pool(Duration.ofMillis(100))) {
      int port = listener.getLocalPort();
      stopListening();
      // Keeps other processes from listening there.
      try (Socket holder = new Socket()) {
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        for (int i = 0; i < 2 * MAX; i++) {
          assertThatThrownBy(pool::lease).isInstanceOf(ConnectException.class);
        }
      }

      listen(port);
      assertThat(leaseAll(pool).below().isConnected()).isTrue();
    }
  }

  @Test
  void testsAConnectionThatWasIdle() throws Exception {
    try (ConnectionPool pool = pool(Duration.ofSeconds(10))) {
      WireConnection stale = pool.lease();
      Socket atServer = accepted.take();
      pool.release(stale);
      stale.idleSince(System.nanoTime() - Duration.ofSeconds(2).toNanos());
      assertThat(pool.lease()).as("open at both ends").isSameAs(stale);

      pool.release(stale);
      stale.idleSince(System.nanoTime() - Duration.ofSeconds(2).toNanos());
      atServer.close();
      assertThat(pool.lease()).as("closed by the server").isNotSameAs(stale);
      assertThat(stale.below().isClosed()).isTrue();
    }
  }

  @Test
  void closesConnectionsThatWereIdleForLong() throws Exception {
    try (ConnectionPool pool = pool(Duration.ofSeconds(10))) {
      WireConnection first = pool.lease();
      WireConnection second = pool.lease();
      pool.release(first);
      first.idleSince(System.nanoTime() - Duration.ofSeconds(21).toNanos());

      pool.release(second);

      assertThat(first.below().isClosed()).isTrue();
      assertThat(second.below().isClosed()).isFalse();
    }
  }

  private ConnectionPool pool(Duration patience) {
    URI server = URI.create("http://localhost:" + listener.getLocalPort());
    return new ConnectionPool(
        new Connector(server, (SSLSocketFactory) SSLSocketFactory.getDefault()), MAX, patience);
  }

  /** Leases as many connections as the pool may open, and returns the first. */
  private static WireConnection leaseAll(ConnectionPool pool) throws Exception {
    List<WireConnection> all = new ArrayList<>();
    for (int i = 0; i < MAX; i++) {
      all.add(pool.lease());
    }
    return all.get(0);
  }

  private static void inParallel(int number, Callable<Void> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(number);
    try {
      List<Future<Void>> results = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        results.add(threads.submit(task));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
