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
 * An HTTP server, on the loopback interface unless told otherwise, with a thread for each request.
 * Bodies are held in memory and bounded; closing waits a little for the requests that are being
 * answered.
 */
public final class HttpEndpoint implements AutoCloseable {
  static {
    // The server writes head and body apart: with Nagle's algorithm each answer takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Logger LOGGER = LogManager.getLogger(HttpEndpoint.class);
  private static final int MAX_BODY_BYTES = 16 << 20;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Listening where;
  private final HttpServer server;
  private final ExecutorService threads;
  private final HttpHandling handling;
  private final Phaser answering = new Phaser(1);

  private HttpEndpoint(
      Listening where, HttpServer server, ExecutorService threads, HttpHandling handling) {
    this.where = where;
    this.server = server;
    this.threads = threads;
    this.handling = handling;
  }

  /**
   * Listens on the given port of the loopback interface, any free one for 0.
   *
   * @throws UncheckedIOException naming the port, if it is taken
   */
  public static HttpEndpoint start(int port, HttpHandling handling) {
    return start(Listening.LOOPBACK, port, handling);
  }

  /**
   * Listens on the given port, any free one for 0.
   *
   * @throws UncheckedIOException naming the port, if it is taken
   */
  public static HttpEndpoint start(Listening where, int port, HttpHandling handling) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(where.address(), port), 0);
      ExecutorService threads = Executors.newCachedThreadPool(HttpEndpoint::daemon);
      HttpEndpoint endpoint = new HttpEndpoint(where, server, threads, handling);
      server.setExecutor(threads);
      server.createContext("/", endpoint::answer);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException("Port " + port + " cannot be listened on: " + e, e);
    }
  }

  public URI uri() {
    return where.uri(server.getAddress().getPort());
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
              : handling.answer(HttpCall.of(exchange, body));
      answer.send(exchange);
    } catch (IOException e) {
      LOGGER.debug("The client of {} went away", exchange.getRequestURI(), e);
    } catch (RuntimeException e) {
      LOGGER.error("No answer to {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
    } finally {
      answering.arriveAndDeregister();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "http");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits up to five seconds for the answers under way, then closes every connection. */
  @Override
  public void close() {
    int phase = answering.arriveAndDeregister();
    try {
      answering.awaitAdvanceInterruptibly(phase, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOGGER.warn("Requests to {} are cut off", uri());
    }
    answering.forceTermination();
    server.stop(0);
    threads.shutdownNow();
  }
}
