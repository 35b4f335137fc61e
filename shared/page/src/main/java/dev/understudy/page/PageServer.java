package dev.understudy.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves the page and its state on the loopback interface. A request needs the Host of this server,
 * so that a foreign name that resolves to this machine reads nothing. An action also needs the
 * page's own Origin and a header that no form can send.
 */
public final class PageServer implements AutoCloseable {
  /** The header that a request for an action must have, with any value. */
  public static final String ACTION_HEADER = "Understudy-Action";

  private static final int THREADS = 8;
  private static final String ACTIONS = "/actions/";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, PageServer::daemon);
  private final Map<String, PageFile> files = PageFile.all();
  private final Supplier<PageState> state;
  private final Map<String, Runnable> actions;

  private PageServer(HttpServer server, Supplier<PageState> state, Map<String, Runnable> actions) {
    this.server = server;
    this.state = state;
    this.actions = Map.copyOf(actions);
  }

  /** Serves a page without actions. */
  public static PageServer start(int port, Supplier<PageState> state) {
    return start(port, state, Map.of());
  }

  /**
   * Starts on a port; 0 chooses a free port. The caller closes the server.
   *
   * @param state called for each request, by several threads
   * @param actions by name; an {@link IllegalStateException} says why an action is not possible now
   * @throws UncheckedIOException naming the port, if it is in use
   */
  public static PageServer start(
      int port, Supplier<PageState> state, Map<String, Runnable> actions) {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      PageServer page = new PageServer(http, state, actions);
      http.setExecutor(page.threads);
      http.createContext("/", page::handle);
      http.start();
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The page cannot be served on port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "page");
    thread.setDaemon(true);
    return thread;
  }

  /** The page's address. */
  public URI uri() {
    return URI.create(origin("127.0.0.1") + "/");
  }

  private String origin(String host) {
    return "http://" + authority(host);
  }

  private String authority(String host) {
    return host + ":" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      PageFile answer = answer(exchange);
      Headers headers = exchange.getResponseHeaders();
      HEADERS.forEach(headers::set);
      headers.set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private PageFile answer(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String path = exchange.getRequestURI().getPath();
    String host = String.valueOf(headers.getFirst("Host"));
    if (!host.equals(authority("127.0.0.1")) && !host.equals(authority("localhost"))) {
      return PageFile.text(403, "Open %s instead of %s".formatted(uri(), host));
    }
    Runnable action =
        path.startsWith(ACTIONS) ? actions.get(path.substring(ACTIONS.length())) : null;
    PageFile file = files.get(path);
    if (action == null && file == null && !path.equals("/state")) {
      return PageFile.text(404, "There is no " + path);
    }
    String method = action == null ? "GET" : "POST";
    if (!exchange.getRequestMethod().equals(method)) {
      exchange.getResponseHeaders().set("Allow", method);
      return PageFile.text(405, "%s needs %s".formatted(path, method));
    }
    if (action != null) {
      return isFromThePage(headers, host)
          ? run(action)
          : PageFile.text(403, "Only the page itself can run an action");
    }
    return file != null ? file : json();
  }

  private static boolean isFromThePage(Headers headers, String host) {
    return ("http://" + host).equals(headers.getFirst("Origin"))
        && headers.containsKey(ACTION_HEADER);
  }

  private static PageFile run(Runnable action) {
    try {
      action.run();
      return PageFile.text(200, "done");
    } catch (IllegalStateException e) {
      return PageFile.text(409, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return PageFile.text(500, "The action failed: " + e);
    }
  }

  private PageFile json() throws IOException {
    return new PageFile(200, "application/json", JSON.std.asString(state.get()).getBytes(UTF_8));
  }

  /** Closes the port and every connection; an action that is running goes on. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
