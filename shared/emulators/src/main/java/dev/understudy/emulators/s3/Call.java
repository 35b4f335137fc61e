package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A request and its response, path-style: {@code /bucket/key?query}. */
final class Call {
  /**
   * The limit up to which the unread rest of a request's body is read, so that the client receives
   * the response. A longer rest breaks the connection.
   */
  private static final long MAX_DRAINED = 32L << 20;

  private static final byte[] NO_BODY = new byte[0];

  private final HttpExchange exchange;
  private final String bucket;
  private final String key;
  private final Map<String, String> query;
  private final Map<String, String> answerHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private boolean muted;

  /**
   * @throws CharacterCodingException if the path or the query is not UTF-8
   */
  Call(HttpExchange exchange, boolean plusIsSpace) throws CharacterCodingException {
    this.exchange = exchange;
    String path = Uris.decode(exchange.getRequestURI().getRawPath(), plusIsSpace);
    int slash = path.indexOf('/', 1);
    this.bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
    this.key = slash < 0 ? "" : path.substring(slash + 1);
    String raw = exchange.getRequestURI().getRawQuery();
    this.query = Uris.parameters(raw == null ? "" : raw);
  }

  HttpExchange exchange() {
    return exchange;
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String bucket() {
    return bucket;
  }

  String key() {
    return key;
  }

  Map<String, String> query() {
    return query;
  }

  boolean asks(String parameter) {
    return query.containsKey(parameter);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A query parameter as an integer of 0 or more. */
  int number(String name, int defaultValue) {
    String text = parameter(name).orElse(String.valueOf(defaultValue));
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw S3Error.invalidArgument("Provided " + name + " is not valid: " + text);
  }

  /**
   * A header; several of one name are joined with commas. The JDK decodes headers as ISO 8859-1,
   * but clients send UTF-8.
   */
  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().get(name))
        .filter(values -> !dropped.contains(name))
        .map(Call::joined);
  }

  /** All headers whose names begin with a prefix, by the rest of their lower-case names. */
  Map<String, String> headersAfter(String prefix) {
    Map<String, String> found = new TreeMap<>();
    for (var header : exchange.getRequestHeaders().entrySet()) {
      String lower = header.getKey().toLowerCase(Locale.ROOT);
      if (lower.startsWith(prefix)) {
        found.put(lower.substring(prefix.length()), joined(header.getValue()).strip());
      }
    }
    return found;
  }

  /** Treats these headers as absent from now on. */
  void drop(Collection<String> names) {
    dropped.addAll(names);
  }

  InputStream rawBody() {
    return exchange.getRequestBody();
  }

  /** The body, such as XML, if it is not longer than the limit. */
  byte[] smallBody(long limit) throws IOException {
    byte[] body = rawBody().readNBytes((int) limit + 1);
    if (body.length > limit) {
      throw new S3Error(400, "MaxMessageLengthExceeded", "Your request was too big.");
    }
    return body;
  }

  /** Sets a header of the response. */
  Call set(String name, String value) {
    answerHeaders.put(name, value);
    return this;
  }

  Call set(Map<String, String> headers) {
    answerHeaders.putAll(headers);
    return this;
  }

  /** Removes all headers of the response except these. */
  void keepOnly(Set<String> names) {
    answerHeaders.keySet().removeIf(name -> !names.contains(name.toLowerCase(Locale.ROOT)));
  }

  /** Suppresses the response. */
  void mute() {
    muted = true;
  }

  /** Responds without a body. */
  void answer(int status) throws IOException {
    send(status, NO_BODY);
  }

  /** Responds with XML. */
  void answer(int status, Xml xml) throws IOException {
    answer(status, xml.bytes(), "application/xml");
  }

  void answer(int status, byte[] body, String contentType) throws IOException {
    set("Content-Type", contentType);
    send(status, body);
  }

  /** Begins a response whose body the caller writes and closes. */
  OutputStream begin(int status, long length) throws IOException {
    if (muted) {
      return OutputStream.nullOutputStream();
    }
    headers();
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    return exchange.getResponseBody();
  }

  /** Responds to HEAD with the length of the body that GET would return. */
  void answerHead(int status, long length) throws IOException {
    if (muted) {
      return;
    }
    headers();
    exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
    exchange.sendResponseHeaders(status, -1);
  }

  private void send(int status, byte[] body) throws IOException {
    drain();
    if (muted) {
      return;
    }
    boolean silent = method().equals("HEAD") || status == 204 || status == 304;
    headers();
    exchange.sendResponseHeaders(status, silent || body.length == 0 ? -1 : body.length);
    if (!silent && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private void headers() {
    answerHeaders.forEach(
        (name, value) ->
            exchange.getResponseHeaders().set(name, new String(value.getBytes(UTF_8), ISO_8859_1)));
  }

  private void drain() throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long drained = 0;
    int count = 0;
    while (drained < MAX_DRAINED && (count = rawBody().read(buffer)) >= 0) {
      drained += count;
    }
  }

  private static String joined(List<String> values) {
    return new String(String.join(",", values).getBytes(ISO_8859_1), UTF_8);
  }
}
