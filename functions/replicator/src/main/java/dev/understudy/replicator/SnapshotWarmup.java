package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Dialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Replicates one made-up object, so that the first event after a start from a snapshot finds every
 * class loaded. A server on loopback plays both stores and the queue, just well enough for one
 * replica to be written; the credentials are made up. No connection, thread or secret is left
 * afterwards.
 */
final class SnapshotWarmup {
  private static final Logger LOG = LogManager.getLogger(SnapshotWarmup.class);

  /** The time of the made-up event and object. */
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final String PRIMARY = "warmup-primary";
  private static final String STANDBY = "warmup-standby";
  private static final byte[] OBJECT = "warmup".getBytes(UTF_8);
  private static final String ETAG = "\"468bfe2bd0d39a960b0fafb3d1e389ee\"";

  private static final String EVENT =
      """
      {"Records":[{"messageId":"warmup","receiptHandle":"warmup",
        "eventSourceARN":"arn:aws:sqs:us-east-1:000000000000:warmup",
        "attributes":{"ApproximateReceiveCount":"1"},
        "body":"{\\"Records\\":[{\\"eventVersion\\":\\"2.1\\",\\"eventSource\\":\\"aws:s3\\",
          \\"eventTime\\":\\"2026-01-01T00:00:00.000Z\\",\\"eventName\\":\\"ObjectCreated:Put\\",
          \\"s3\\":{\\"bucket\\":{\\"name\\":\\"%s\\"},\\"object\\":{\\"key\\":\\"warmup.html\\"}}}]}"}]}
      """
          .formatted(PRIMARY)
          .replace("\n", " ");

  private SnapshotWarmup() {}

  /** Never throws. A failure is one line in the log. */
  static void run(Warmup warmup) {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", SnapshotWarmup::answer);
      server.start();
      try {
        warmup.run(environment(server), new ByteArrayInputStream(EVENT.getBytes(UTF_8)));
      } finally {
        server.stop(0);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The warmup failed, so the first event will be slower", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<String, String> environment(HttpServer server) {
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.ofEntries(
        Map.entry("AWS_REGION", "us-east-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "warmup"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "made-up"),
        Map.entry("PRIMARY_ENDPOINT", endpoint),
        Map.entry("PRIMARY_BUCKET", PRIMARY),
        Map.entry("STANDBY_ENDPOINT", endpoint),
        Map.entry("STANDBY_BUCKET", STANDBY),
        Map.entry("STANDBY_ACCESS_KEY", "warmup"),
        Map.entry("STANDBY_SECRET_KEY", "made-up"),
        Map.entry("SQS_ENDPOINT", endpoint),
        Map.entry("CHANGES_QUEUE_URL", endpoint + "/warmup"),
        Map.entry("DEAD_LETTER_QUEUE_URL", endpoint + "/warmup"),
        Map.entry("DEADLINE_GUARD_SECONDS", "1"));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        // The JDK's client would keep this connection, and the snapshot would hold it.
        exchange.getResponseHeaders().set("Connection", "close");
        send(exchange, 200, "{\"Successful\":[],\"Failed\":[]}".getBytes(UTF_8));
      } else if (path.startsWith("/" + PRIMARY)) {
        object(exchange);
      } else if (path.equals("/" + STANDBY + "/" + ReservedKeys.DIALECT_NOTE.value())) {
        dialect(exchange);
      } else if (exchange.getRequestMethod().equals("PUT")) {
        exchange.getResponseHeaders().set("ETag", ETAG);
        send(exchange, 200, new byte[0]);
      } else {
        // The standby has nothing yet, and says so as MinIO does.
        exchange.getResponseHeaders().set("X-Minio-Error-Code", "NoSuchKey");
        send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>".getBytes(UTF_8));
      }
    }
  }

  private static void object(HttpExchange exchange) throws IOException {
    // Without this name, the tags would be asked for.
    exchange.getResponseHeaders().set("Server", "AmazonS3");
    exchange.getResponseHeaders().set("ETag", ETAG);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    send(exchange, 200, OBJECT);
  }

  private static void dialect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("ETag", ETAG);
    exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    Map<String, Object> note = DialectNote.content(Dialect.MINIO, TIME);
    send(exchange, 200, JSON.std.asBytes(note));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    if (bodiless) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Replicates the made-up event. */
  @FunctionalInterface
  interface Warmup {
    /**
     * @param environment the variables that point to the loopback server
     * @param event an SQS event as Lambda passes it
     */
    void run(Map<String, String> environment, InputStream event) throws IOException;
  }
}
