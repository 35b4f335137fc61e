package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.core.object.ReservedKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two buckets, {@code primary} and {@code standby}, of so many equal objects that are made up as
 * they are asked for, in a JVM of their own: a page costs next to nothing, so that what listing
 * costs is the client's. Knows what a reconciler asks for and no more; what it writes to the
 * standby is kept in memory. Checks no signature.
 *
 * <p>Prints its port, then runs until its input ends. {@code GET /calls} tells the calls since it
 * was asked last, {@code PUT /keys/N} sets how many objects there are.
 */
public final class SyntheticBuckets {
  private static final int ON_A_PAGE = 1000;
  private static final int PAGE_DIGITS = 6;
  private static final int INDEX_DIGITS = 3;
  private static final String PREFIX = "site/assets/image-";
  private static final String TIME = "2026-01-01T00:00:00.000Z";
  private static final String HTTP_TIME = "Thu, 01 Jan 2026 00:00:00 GMT";
  private static final String ETAG = "9b2cf535f27731c974343645a3985";
  private static final int SIZE = 20_000;
  private static final Pattern NUMBER = Pattern.compile("image-(\\d{9})\\.webp");

  private static final byte[] TEMPLATE = template();
  private static final int[] PAGE_NUMBERS = offsets(TEMPLATE);

  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final Map<String, Note> notes = new ConcurrentHashMap<>();
  private volatile long keys;

  /** An object of the reconciler's own. */
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
      // Until whoever has started it closes its end.
    }
    server.stop(0);
    System.exit(0);
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      String path = call.getRequestURI().getPath();
      if (path.equals("/calls")) {
        send(call, 200, told().getBytes(UTF_8));
      } else if (path.startsWith("/keys/")) {
        keys = Long.parseLong(path.substring("/keys/".length()));
        send(call, 200, new byte[0]);
      } else {
        store(call, path);
      }
    }
  }

  private String told() {
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
    Matcher token = Pattern.compile("continuation-token=(\\d+)").matcher(query);
    long page = token.find() ? Long.parseLong(token.group(1)) : pageAfter(query);
    boolean last = (page + 1) * ON_A_PAGE >= keys;
    byte[] body = TEMPLATE.clone();
    byte[] number = String.format(Locale.ROOT, "%06d", page).getBytes(US_ASCII);
    for (int at : PAGE_NUMBERS) {
      System.arraycopy(number, 0, body, at, PAGE_DIGITS);
    }
    byte[] head =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>"
             + "<MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType>"
                + (last
                    ? "<IsTruncated>false</IsTruncated>"
                    : "<IsTruncated>true</IsTruncated><NextContinuationToken>"
                        + (page + 1)
                        + "</NextContinuationToken>"))
            .getBytes(US_ASCII);
    byte[] foot = "</ListBucketResult>".getBytes(US_ASCII);
    call.getResponseHeaders().set("Content-Type", "application/xml");
    call.sendResponseHeaders(200, head.length + (long) body.length + foot.length);
    call.getResponseBody().write(head);
    call.getResponseBody().write(body);
    call.getResponseBody().write(foot);
  }

  /** Runs go on at the borders of pages here, as no key differs. */
  private static long pageAfter(String query) {
    Matcher after = NUMBER.matcher(query);
    return after.find() ? Long.parseLong(after.group(1)) / ON_A_PAGE + 1 : 0;
  }

  private static void object(HttpExchange call, String method) throws IOException {
    if (!method.equals("HEAD")) {
      send(call, 405, new byte[0]);
      return;
    }
    Matcher number = NUMBER.matcher(call.getRequestURI().getPath());
    String index = number.find() ? number.group(1).substring(PAGE_DIGITS) : "";
    call.getResponseHeaders().set("Content-Type", "image/webp");
    headers(call, ETAG + index, SIZE);
    call.sendResponseHeaders(index.isEmpty() ? 404 : 200, -1);
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

  /** Without the signatures of aws-chunked. */
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

  /** The entries of a page, each as S3 writes it. */
  private static byte[] template() {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < ON_A_PAGE; i++) {
      String index = String.format(Locale.ROOT, "%03d", i);
      page.append("<Contents><Key>")
          .append(PREFIX.replace("/", "%2F"))
          .append("######")
          .append(index)
          .append(".webp</Key><LastModified>")
          .append(TIME)
          .append("</LastModified><ETag>&quot;")
          .append(ETAG)
          .append(index)
          .append("&quot;</ETag><Size>")
          .append(SIZE)
          .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    return page.toString().getBytes(US_ASCII);
  }

  private static int[] offsets(byte[] template) {
    int[] offsets = new int[ON_A_PAGE];
    int found = 0;
    for (int i = 0; i < template.length; i++) {
      if (template[i] == '#') {
        offsets[found++] = i;
        i += PAGE_DIGITS + INDEX_DIGITS;
      }
    }
    return offsets;
  }
}
