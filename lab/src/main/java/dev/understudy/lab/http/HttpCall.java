package dev.understudy.lab.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** One request with its complete body. */
public final class HttpCall {
  private static final int MAX_INFLATED_BYTES = 64 << 20;

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;

  private HttpCall(String method, URI uri, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
  }

  static HttpCall of(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    return new HttpCall(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
  }

  public String method() {
    return method;
  }

  /** The path, percent-decoded. */
  public String path() {
    return uri.getPath();
  }

  /** The first header of that name, ignoring case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The first query parameter of that name, decoded. */
  public Optional<String> parameter(String name) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && URLDecoder.decode(pair.substring(0, equals), UTF_8).equals(name)) {
        return Optional.of(URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return Optional.empty();
  }

  /**
   * The body, decompressed if its Content-Encoding is gzip.
   *
   * @throws IOException if it is not valid gzip, or larger than 64 MiB decompressed
   */
  public byte[] body() throws IOException {
    if (header("Content-Encoding").filter("gzip"::equalsIgnoreCase).isEmpty()) {
      return body.clone();
    }
    try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] bytes = inflated.readNBytes(MAX_INFLATED_BYTES + 1);
      if (bytes.length > MAX_INFLATED_BYTES) {
        throw new IOException(
            "The decompressed body is larger than " + MAX_INFLATED_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /**
   * The body as UTF-8 text.
   *
   * @throws UncheckedIOException where {@link #body} fails
   */
  public String text() {
    try {
      return new String(body(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
