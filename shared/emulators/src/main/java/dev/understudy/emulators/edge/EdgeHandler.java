package dev.understudy.emulators.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Forwards a request to the pool that steering chooses, and once more to the next healthy pool if
 * the connection failed.
 *
 * <p>Cloudflare's documentation does not say for which methods it retries. Here it is GET and HEAD:
 * any other request may already have taken effect.
 */
final class EdgeHandler implements HttpHandler {
  /** Cloudflare's status without an available pool. */
  private static final int NO_ORIGIN = 530;

  private static final int MAX_BODY_BYTES = 1 << 20;

  /** Hop-by-hop headers, headers that the edge sets itself, and a reader's credentials. */
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

  EdgeHandler(Steering steering, OriginTimeouts limits) {
    this.steering = steering;
    this.limits = limits;
  }

  /** After an exception the exchange stays open, so that the server closes the connection. */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      refuse(exchange, 413, "The request body exceeds " + MAX_BODY_BYTES + " bytes", 0);
      return;
    }
    Optional<Pool> first = steering.choose();
    if (first.isEmpty()) {
      refuse(exchange, NO_ORIGIN, "No pool is healthy, and the fallback is disabled", 0);
      return;
    }
    try (OriginResponse response = ask(first.get(), exchange, body)) {
      pass(response, exchange, first.get(), 1);
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
    try (OriginResponse response = ask(pool, exchange, body)) {
      pass(response, exchange, pool, 2);
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

  private static void pass(OriginResponse response, HttpExchange exchange, Pool pool, int tries)
      throws IOException {
    exchange.getResponseHeaders().putAll(passedOn(response.headers()));
    exchange.getResponseHeaders().set(Edge.ORIGIN, pool.origin().name());
    exchange.getResponseHeaders().set(Edge.TRIES, Integer.toString(tries));
    int status = response.status();
    long length = response.length().orElse(0);
    if (exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304) {
      response
          .length()
          .ifPresent(n -> exchange.getResponseHeaders().set("Content-Length", Long.toString(n)));
      length = -1;
    } else if (response.length().isPresent() && length == 0) {
      length = -1;
    }
    exchange.sendResponseHeaders(status, length);
    if (length >= 0) {
      response.body().transferTo(exchange.getResponseBody());
    }
    exchange.close();
  }

  private static void refuse(HttpExchange exchange, int status, String reason, int tries)
      throws IOException {
    byte[] text = (reason + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set(Edge.TRIES, Integer.toString(tries));
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
}
