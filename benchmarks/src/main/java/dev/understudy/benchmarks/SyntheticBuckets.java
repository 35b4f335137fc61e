package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.core.note.DialectNote;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Dialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A server, in its own JVM, with the buckets {@code primary} and {@code standby}, which hold the
 * same generated objects. A page costs the server almost nothing, so that a measurement shows the
 * cost of the client. It supports only the requests of a reconciler, keeps the reconciler's own
 * objects in memory, and verifies no signature.
 *
 * <p>Prints its port, then runs until its input ends. {@code GET /calls} returns the requests since
 * the last {@code GET /calls}; {@code PUT /keys/N} sets the number of objects, and {@code PUT
 * /delay/N} the milliseconds by which each answer is late.
 */
public final class SyntheticBuckets {
  private static final String HTTP_TIME = "Thu, 01 Jan 2026 00:00:00 GMT";

  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final Map<String, Note> notes = new ConcurrentHashMap<>();
  private volatile long keys;
  private volatile long delayMillis;

  /** An object that the reconciler wrote. */
  private record Note(byte[] content, String etag) {}

  private SyntheticBuckets() {}

  /** No arguments. */
  public static void main(String[] arguments) throws IOException {
    SyntheticBuckets buckets = new SyntheticBuckets();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", buckets::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // Wait until the parent process closes the stream.
    }
    server.stop(0);
    System.exit(0);
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      String path = call.getRequestURI().getPath();
      if (path.equals("/calls")) {
        send(call, 200, takeCalls().getBytes(UTF_8));
      } else if (path.startsWith("/keys/")) {
        keys = Long.parseLong(path.substring("/keys/".length()));
        notes.put(ReservedKeys.DIALECT_NOTE.value(), dialect());
        send(call, 200, new byte[0]);
      } else if (path.startsWith("/delay/")) {
        delayMillis = Long.parseLong(path.substring("/delay/".length()));
        send(call, 200, new byte[0]);
      } else {
        LockSupport.parkNanos(Duration.ofMillis(delayMillis).toNanos());
        store(call, path);
      }
    }
  }

  /** A young note, so that no pass measures the dialect, which needs a complete standby. */
  private static Note dialect() throws IOException {
    byte[] content = JSON.std.asBytes(DialectNote.content(Dialect.MINIO, Instant.now()));
    return new Note(content, ETag.md5(content).value());
  }

  private String takeCalls() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(calls)
        .forEach(
            (name, number) ->
                text.append(name).append(' ').append(number.sumThenReset()).append('\n'));
    return text.toString();
  }

  private void store(HttpExchange call, String path) throws IOException {
    String[] parts = path.substring(1).split("/", 2);
    String key = parts.length < 2 ? "" : parts[1];
    String method = call.getRequestMethod();
    String name = key.isEmpty() ? "LIST" : method;
    calls.computeIfAbsent(parts[0] + " " + name, any -> new LongAdder()).increment();
    if (key.isEmpty()) {
      list(call);
    } else if (!key.startsWith(ReservedKeys.UNDERSTUDY)) {
      object(call, method);
    } else if (method.equals("PUT")) {
      put(call, key);
    } else {
      note(call, method, Optional.ofNullable(notes.get(key)));
    }
  }

  private void list(HttpExchange call) throws IOException {
    String query = Optional.ofNullable(call.getRequestURI().getQuery()).orElse("");
    byte[][] parts = SyntheticPages.page(query, keys);
    call.getResponseHeaders().set("Content-Type", "application/xml");
    call.sendResponseHeaders(200, Arrays.stream(parts).mapToLong(part -> part.length).sum());
    for (byte[] part : parts) {
      call.getResponseBody().write(part);
    }
  }

  private static void object(HttpExchange call, String method) throws IOException {
    if (!method.equals("HEAD")) {
      send(call, 405, new byte[0]);
      return;
    }
    Optional<String> etag = SyntheticPages.etag(call.getRequestURI().getPath());
    call.getResponseHeaders().set("Content-Type", "image/webp");
    headers(call, etag.orElse(""), SyntheticPages.SIZE);
    call.sendResponseHeaders(etag.isEmpty() ? 404 : 200, -1);
  }

  private static void headers(HttpExchange call, String etag, int size) {
    call.getResponseHeaders().set("ETag", '"' + etag + '"');
    call.getResponseHeaders().set("Last-Modified", HTTP_TIME);
    call.getResponseHeaders().set("Content-Length", "" + size);
  }

  private static void note(HttpExchange call, String method, Optional<Note> found)
      throws IOException {
    if (found.isEmpty()) {
      send(call, 404, "<Error><Code>NoSuchKey</Code></Error>".getBytes(US_ASCII));
      return;
    }
    Note note = found.get();
    headers(call, note.etag, note.content.length);
    if (method.equals("HEAD")) {
      call.sendResponseHeaders(200, -1);
    } else {
      send(call, 200, note.content);
    }
  }

  private void put(HttpExchange call, String key) throws IOException {
    Note note =
        new Note(
            body(call),
            Optional.ofNullable(call.getRequestHeaders().getFirst("X-Minio-Source-Etag"))
                .orElse(""));
    String match = call.getRequestHeaders().getFirst("If-Match");
    Note before = notes.get(key);
    if (match != null && (before == null || !match.equals('"' + before.etag + '"'))) {
      send(call, 412, "<Error><Code>PreconditionFailed</Code></Error>".getBytes(US_ASCII));
      return;
    }
    notes.put(key, note);
    call.getResponseHeaders().set("ETag", '"' + note.etag + '"');
    send(call, 200, new byte[0]);
  }

  /** The request body, without the chunk signatures of aws-chunked. */
  private static byte[] body(HttpExchange call) throws IOException {
    InputStream in = call.getRequestBody();
    if (call.getRequestHeaders().getFirst("x-amz-decoded-content-length") == null) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      content.write(in.readNBytes(size));
      in.readNBytes(2);
    }
    in.readAllBytes();
    return content.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return Integer.parseInt(line.toString().split("[;\r]", 2)[0], 16);
  }

  private static void send(HttpExchange call, int status, byte[] body) throws IOException {
    boolean none = call.getRequestMethod().equals("HEAD") || body.length == 0;
    call.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      call.getResponseBody().write(body);
    }
  }
}
