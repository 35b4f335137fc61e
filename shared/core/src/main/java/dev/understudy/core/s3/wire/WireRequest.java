package dev.understudy.core.s3.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request for an object or for the bucket itself, before it is signed. It can be sent several
 * times. Names and values are given as they are; the wire encodes them. A null value leaves the
 * header or parameter out.
 */
public final class WireRequest {
  final String method;
  final @Nullable String key;
  final Map<String, @Nullable String> query = new LinkedHashMap<>();
  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable Body body;
  private boolean streamed;

  private WireRequest(String method, @Nullable String key) {
    this.method = method;
    this.key = key;
  }

  public static WireRequest head(String key) {
    return new WireRequest("HEAD", key);
  }

  public static WireRequest get(String key) {
    return new WireRequest("GET", key);
  }

  public static WireRequest put(String key) {
    return new WireRequest("PUT", key);
  }

  /** A POST whose body is empty unless it is set. */
  public static WireRequest post(String key) {
    WireRequest request = new WireRequest("POST", key);
    request.body = new Body(0, InputStream::nullInputStream);
    return request;
  }

  public static WireRequest delete(String key) {
    return new WireRequest("DELETE", key);
  }

  /** A GET of the bucket itself, which lists it. */
  public static WireRequest list() {
    return new WireRequest("GET", null);
  }

  /** A parameter without a value, such as {@code uploads}. */
  public WireRequest query(String name) {
    query.put(name, null);
    return this;
  }

  public WireRequest query(String name, @Nullable Object value) {
    if (value != null) {
      query.put(name, value.toString());
    }
    return this;
  }

  /** A later value replaces an earlier one, whatever the case of the name. */
  public WireRequest header(String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
    return this;
  }

  public WireRequest headers(Map<String, String> all) {
    headers.putAll(all);
    return this;
  }

  /**
   * The content of an object or part. Over plain HTTP it is signed in chunks.
   *
   * @param source opened for each attempt; the wire closes each stream
   */
  public WireRequest content(long length, Supplier<InputStream> source) {
    body = new Body(length, source);
    streamed = true;
    return this;
  }

  /** An XML document. */
  public WireRequest document(String xml) {
    byte[] bytes = xml.getBytes(UTF_8);
    body = new Body(bytes.length, () -> new ByteArrayInputStream(bytes));
    return header("Content-Type", "application/xml");
  }

  @Nullable Body body() {
    return body;
  }

  boolean isStreamed() {
    return streamed;
  }

  record Body(long length, Supplier<InputStream> source) {}
}
