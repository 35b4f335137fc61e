package dev.understudy.emulators.edge;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A load balancer in front of two or more origins, on the loopback interface. Every response has
 * the header {@value #TRIES}, the number of origins that were asked. The header {@value #ORIGIN}
 * names the origin that responded; without it, the edge itself responded, with Cloudflare's status.
 */
public final class Edge implements AutoCloseable {
  /** Response header: the name of the origin that responded. */
  public static final String ORIGIN = "Edge-Origin";

  /** Response header: 0 if no pool was available, 1, or 2 after a retry. */
  public static final String TRIES = "Edge-Tries";

  static {
    // The JDK's server reads both once. Without nodelay, every response waits 40 ms for a TCP
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private static final int BACKLOG = 512;

  private final Steering steering;
  private final HttpServer server;
  private final ExecutorService threads;

  private Edge(
      List<EdgeOrigin> origins,
      MonitorSettings settings,
      OriginTimeouts limits,
      HealthChecker checker,
      BiConsumer<Pool, Health> changes)
      throws IOException {
    this.threads = Executors.newCachedThreadPool(Edge::daemon);
    List<Pool> pools =
        origins.stream()
            .map(o -> new Pool(o, settings, checker, threads, System::nanoTime, changes))
            .toList();
    this.steering = new Steering(pools, pools.get(1));
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", new EdgeHandler(steering, limits));
  }

  /**
   * Starts the monitors, and serves requests on a free port. Until a pool has passed its first
   * rounds, the fallback serves.
   *
   * @param origins two or more, one pool each, in the order of failover; the second, which is the
   *     first standby, is also the fallback
   * @param checker how the monitors check an origin, such as {@link HealthChecker#overHttp}
   * @param changes receives every change of a pool's health
   */
  public static Edge start(
      List<EdgeOrigin> origins,
      MonitorSettings settings,
      OriginTimeouts limits,
      HealthChecker checker,
      BiConsumer<Pool, Health> changes) {
    try {
      Edge edge = new Edge(origins, settings, limits, checker, changes);
      edge.server.start();
      edge.steering.pools().forEach(pool -> edge.monitor(pool, settings.interval()));
      return edge;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An exception ends the monitor; the JVM prints it to standard error. */
  private void monitor(Pool pool, Duration interval) {
    daemon(
            () -> {
              try {
                for (long next = System.nanoTime(); ; next += interval.toNanos()) {
                  TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                  pool.round();
                }
              } catch (InterruptedException | RejectedExecutionException e) {
                // The edge was closed.
              }
            })
        .start();
  }

  /** The address that readers use. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * The pool of the origin with this name.
   *
   * @throws IllegalArgumentException if no pool has this name
   */
  public Pool pool(String name) {
    return steering.pools().stream()
        .filter(pool -> pool.origin().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No such pool: " + name));
  }

  /** The name of the pool that a request would go to now; empty if no pool is available. */
  public Optional<String> serving() {
    return steering.choose().map(pool -> pool.origin().name());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "edge");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops the monitors, closes the port and every connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
