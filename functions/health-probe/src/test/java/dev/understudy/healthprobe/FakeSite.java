package dev.understudy.healthprobe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web server that returns configured pages, and 404 for all other paths. It can stop answering,
 * or stop listening.
 */
final class FakeSite implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean silent;

  FakeSite() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  FakeSite page(String path, int status, String body) {
    pages.put(path, new Page(status, body, ""));
    return this;
  }

  /** Adds a header to every response. */
  FakeSite header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** A page that requires a header. */
  FakeSite guarded(String path, String body, String authorizationBegins) {
    pages.put(path, new Page(200, body, authorizationBegins));
    return this;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  String url(String path) {
    return uri() + path;
  }

  /** Accepts connections and never answers. */
  void fallSilent() {
    silent = true;
  }

  /** Stops listening. */
  void vanish() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (silent) {
      awaitClosing();
    }
    Page page = pages.getOrDefault(exchange.getRequestURI().getPath(), new Page(404, "none", ""));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean allowed = String.valueOf(authorization).startsWith(page.guard);
    byte[] body = (allowed ? page.body : "forbidden").getBytes(UTF_8);
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(allowed ? page.status : 403, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private record Page(int status, String body, String guard) {}
}
