package dev.understudy.emulators.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A load balancer before two or more origins, on the loopback interface. Every answer says in
 * {@value #ORIGIN} who gave it, and in {@value #TRIES} how many origins were asked; one without the
 * first is the edge's own, with Cloudflare's status.
 *
 * <p>Cloudflare's pages say of the one retry neither for which methods it is made. Here it is for
 * GET and HEAD: any other may have done its work. Over the usual length, as a request's whole way
 * is in it.
 */
public final class Edge implements AutoCloseable {
  /** Header of an answer: the name of the origin that gave it. */
  public static final String ORIGIN = "Edge-Origin";

  /** Header of an answer: 1, or 2 after a retry. */
  public static final String TRIES = "Edge-Tries";

  static {
    // Read once by the JDK's server; without it every answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private static final int NO_ORIGIN = 530;
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int BACKLOG = 512;

  /** Between two neighbours alone, the edge's own business, or a reader's secrets. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "keep-alive",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "http2-settings",
          "content-length",
          "date",
          "host",
          "authorization",
          "cookie");

  private final Steering steering;
  private final OriginTimeouts limits;
  private final HttpServer server;
  private final ExecutorService threads;

  private Edge(
      List<EdgeOrigin> origins,
      MonitorSettings settings,
      OriginTimeouts limits,
      HealthChecker checker,
      BiConsumer<Pool, Health> changes)
      throws IOException {
    this.limits = limits;
    this.threads = Executors.newCachedThreadPool(Edge::daemon);
    List<Pool> pools =
        origins.stream()
            .map(o -> new Pool(o, settings, checker, threads, System::nanoTime, changes))
            .toList();
    this.steering = new Steering(pools, pools.get(pools.size() - 1));
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /**
   * Starts to look at the origins and to take requests, on a free port. Until a pool has passed its
   * first rounds, the last one serves as the fallback that it is.
   *
   * @param origins in the order of failover, one pool each; the last is the fallback too
   * @param checker how the monitors look; {@link HealthChecker#overHttp} does it over the wire
   * @param changes told of every change of a pool's health
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

  /** In a thread of its own: one that fails says so on standard error. */
  private void monitor(Pool pool, Duration interval) {
    daemon(
            () -> {
              try {
                for (long next = System.nanoTime(); ; next += interval.toNanos()) {
                  TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                  pool.round();
                }
              } catch (InterruptedException | RejectedExecutionException e) {
                // Closed.
              }
            })
        .start();
  }

  /** Where readers read. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * The pool of the origin with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Pool pool(String name) {
    return steering.pools().stream()
        .filter(pool -> pool.origin().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no pool " + name));
  }

  /** The name of the pool to which a request would go now; empty if to none. */
  public Optional<String> serving() {
    return steering.choose().map(pool -> pool.origin().name());
  }

  /** An exception leaves the exchange open on purpose: the server then breaks the connection. */
  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      refuse(exchange, 413, "The body is larger than " + MAX_BODY_BYTES + " bytes", 0);
      return;
    }
    Optional<Pool> first = steering.choose();
    if (first.isEmpty()) {
      refuse(exchange, NO_ORIGIN, "No pool is healthy, and the fallback is switched off", 0);
      return;
    }
    try (OriginResponse answer = ask(first.get(), exchange, body)) {
      pass(answer, exchange, first.get(), 1);
      return;
    } catch (OriginFailure e) {
      Optional<Pool> second =
          isRetried(exchange, e) ? steering.after(first.get()) : Optional.empty();
      if (second.isEmpty()) {
        refuse(exchange, e.code(), String.valueOf(e.getMessage()), 1);
        return;
      }
      askAgain(second.get(), exchange, body);
    }
  }

  private void askAgain(Pool pool, HttpExchange exchange, byte[] body) throws IOException {
    try (OriginResponse answer = ask(pool, exchange, body)) {
      pass(answer, exchange, pool, 2);
    } catch (OriginFailure e) {
      refuse(exchange, e.code(), String.valueOf(e.getMessage()), 2);
    }
  }

  private static boolean isRetried(HttpExchange exchange, OriginFailure failure) {
    return failure.isRetried() && Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
  }

  private OriginResponse ask(Pool pool, HttpExchange exchange, byte[] body) throws OriginFailure {
    OriginRequest call =
        new OriginRequest(
            pool.origin(),
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            passedOn(exchange.getRequestHeaders()),
            body);
    return call.send(limits.connect(), limits.read(), Duration.ofDays(1));
  }

  private static void pass(OriginResponse answer, HttpExchange exchange, Pool pool, int tries)
      throws IOException {
    exchange.getResponseHeaders().putAll(passedOn(answer.headers()));
    exchange.getResponseHeaders().set(ORIGIN, pool.origin().name());
    exchange.getResponseHeaders().set(TRIES, Integer.toString(tries));
    int status = answer.status();
    long length = answer.length().orElse(0);
    if (exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304) {
      answer
          .length()
          .ifPresent(n -> exchange.getResponseHeaders().set("Content-Length", Long.toString(n)));
      length = -1;
    } else if (answer.length().isPresent() && length == 0) {
      length = -1;
    }
    exchange.sendResponseHeaders(status, length);
    if (length >= 0) {
      answer.body().transferTo(exchange.getResponseBody());
    }
    exchange.close();
  }

  private static void refuse(HttpExchange exchange, int status, String why, int tries)
      throws IOException {
    byte[] text = (why + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set(TRIES, Integer.toString(tries));
    boolean toHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, toHead ? -1 : text.length);
    if (!toHead) {
      exchange.getResponseBody().write(text);
    }
    exchange.close();
  }

  private static Map<String, List<String>> passedOn(Map<String, List<String>> headers) {
    Map<String, List<String>> passed = new TreeMap<>(headers);
    passed.keySet().removeIf(name -> NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)));
    return passed;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "edge");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes no further request, breaks those under way, and looks at no origin any more. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
