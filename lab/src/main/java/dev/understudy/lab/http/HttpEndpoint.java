package dev.understudy.lab.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * An HTTP server with a thread for each request. Request bodies are kept in memory, at most 16 MiB
 * each.
 */
public final class HttpEndpoint implements AutoCloseable {
  static {
    // The server writes headers and body separately: Nagle's algorithm would add 40 ms per
    // response.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Logger LOGGER = LogManager.getLogger(HttpEndpoint.class);
  private static final int MAX_BODY_BYTES = 16 << 20;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ListenAddress listenAddress;
  private final HttpServer server;
  private final ExecutorService threads;
  private final HttpRequestHandler handler;
  private final Phaser answering = new Phaser(1);

  private HttpEndpoint(
      ListenAddress listenAddress,
      HttpServer server,
      ExecutorService threads,
      HttpRequestHandler handler) {
    this.listenAddress = listenAddress;
    this.server = server;
    this.threads = threads;
    this.handler = handler;
  }

  /**
   * Starts on a port of the loopback interface; 0 chooses a free port.
   *
   * @throws UncheckedIOException naming the port, if it is in use
   */
  public static HttpEndpoint start(int port, HttpRequestHandler handler) {
    return start(ListenAddress.LOOPBACK, port, handler);
  }

  /**
   * Starts on a port; 0 chooses a free port.
   *
   * @throws UncheckedIOException naming the port, if it is in use
   */
  public static HttpEndpoint start(
      ListenAddress listenAddress, int port, HttpRequestHandler handler) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(listenAddress.address(), port), 0);
      ExecutorService threads = Executors.newCachedThreadPool(HttpEndpoint::daemon);
      HttpEndpoint endpoint = new HttpEndpoint(listenAddress, server, threads, handler);
      server.setExecutor(threads);
      server.createContext("/", endpoint::answer);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port + ": " + e, e);
    }
  }

  public URI uri() {
    return listenAddress.uri(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) {
    if (answering.register() < 0) {
      exchange.close();
      return;
    }
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
      HttpAnswer answer =
          body.length > MAX_BODY_BYTES
              ? HttpAnswer.text(413, "The body is larger than " + MAX_BODY_BYTES + " bytes.")
              : handler.answer(HttpCall.of(exchange, body));
      answer.send(exchange);
    } catch (IOException e) {
      LOGGER.debug("The client closed the connection of {}", exchange.getRequestURI(), e);
    } catch (RuntimeException e) {
      LOGGER.error(
          "Unexpected error while answering {} {}",
          exchange.getRequestMethod(),
          exchange.getRequestURI(),
          e);
    } finally {
      answering.arriveAndDeregister();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "http");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits up to five seconds for running requests, then closes all connections. */
  @Override
  public void close() {
    int phase = answering.arriveAndDeregister();
    try {
      answering.awaitAdvanceInterruptibly(phase, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOGGER.warn("Requests to {} are aborted, because they did not end in time", uri());
    }
    answering.forceTermination();
    server.stop(0);
    threads.shutdownNow();
  }
}
