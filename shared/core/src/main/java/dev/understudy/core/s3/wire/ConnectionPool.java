package dev.understudy.core.s3.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server, at most as many as configured. Prefers the connection that was
 * used last. Thread-safe.
 */
final class ConnectionPool implements AutoCloseable {
  /** Below the 60-75 s after which proxies drop an idle connection. */
  private static final long MAX_IDLE_NANOS = Duration.ofSeconds(20).toNanos();

  /** A connection that was idle for longer is tested before it is used. */
  private static final long UNTESTED_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int CLOSED_PERMITS = 1 << 20;

  private final Connector connector;
  private final Duration patience;
  private final Semaphore free;
  private final Deque<WireConnection> idle = new ConcurrentLinkedDeque<>();
  private final Set<BlockSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param max the number of connections that may be open
   * @param patience the time to wait for a free connection
   */
  ConnectionPool(Connector connector, int max, Duration patience) {
    this.connector = connector;
    this.patience = patience;
    this.free = new Semaphore(max, true);
  }

  /**
   * A connection for one exchange; the caller gives it back with {@link #release} or {@link
   * #discard}.
   *
   * @throws ConnectionRequestTimeoutException if none became free in time
   * @throws IllegalStateException if the pool is closed
   */
  WireConnection lease() throws IOException, InterruptedException {
    requireOpen();
    if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ConnectionRequestTimeoutException("Every connection is in use");
    }
    boolean leased = false;
    try {
      WireConnection known = usable();
      WireConnection connection =
          known != null ? known : connector.connect(this::opening, open::remove);
      leased = true;
      return connection;
    } finally {
      if (!leased) {
        free.release();
      }
    }
  }

  /** Keeps a connection for the next exchange. */
  void release(WireConnection connection) {
    long now = System.nanoTime();
    connection.idleSince(now);
    idle.addFirst(connection);
    dropExpired(now);
    free.release();
    if (closed) {
      abortAll();
    }
  }

  /** Closes a connection that cannot be used again. */
  void discard(WireConnection connection) {
    drop(connection);
    free.release();
  }

  /** Closes every connection. Exchanges in progress fail, also in other threads. */
  @Override
  public void close() {
    closed = true;
    abortAll();
    free.release(CLOSED_PERMITS);
  }

  private @Nullable WireConnection usable() throws IOException {
    long now = System.nanoTime();
    dropExpired(now);
    for (WireConnection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
      requireOpen();
      if (now - c.idleSince() < UNTESTED_NANOS ? c.isOpen() : !c.isStale()) {
        return c;
      }
      drop(c);
    }
    requireOpen();
    return null;
  }

  private void dropExpired(long now) {
    for (WireConnection c = idle.peekLast();
        c != null && now - c.idleSince() > MAX_IDLE_NANOS;
        c = idle.peekLast()) {
      if (idle.removeLastOccurrence(c)) {
        drop(c);
      }
    }
  }

  private void drop(WireConnection connection) {
    connection.abort();
    open.remove(connection.below());
  }

  /** Registered before the check, so that either this thread or {@link #close} aborts it. */
  private void opening(BlockSocket socket) {
    open.add(socket);
    if (closed) {
      socket.abort();
      requireOpen();
    }
  }

  private void abortAll() {
    open.forEach(BlockSocket::abort);
    open.clear();
    idle.clear();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The connections are closed");
    }
  }
}
