package dev.understudy.core.s3.wire;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Encodes a request and signs it with Signature Version 4. Content is unsigned over TLS and signed
 * over plain HTTP. Anonymous credentials leave the request unsigned. Thread-safe.
 */
final class RequestSigner {
  /** From this size on, the server may refuse a request before its body is sent. */
  private static final long EXPECT_CONTINUE_BYTES = 1 << 20;

  private final HeaderSigner headerSigner = new HeaderSigner();
  private final AwsCredentialsProvider credentials;

  /** The server's clock minus ours, once a server has rejected a request for its time. */
  private volatile Duration clockOffset = Duration.ZERO;

  RequestSigner(AwsCredentialsProvider credentials) {
    this.credentials = credentials;
  }

  void clockOffset(Duration offset) {
    clockOffset = offset;
  }

  /**
   * The request to send.
   *
   * @param body the request's body; null if it has none
   */
  BasicClassicHttpRequest sign(
      WireEndpoint endpoint, WireRequest request, @Nullable RequestBody body) {
    return sign(endpoint, request, body, Instant.now().plus(clockOffset));
  }

  BasicClassicHttpRequest sign(
      WireEndpoint endpoint, WireRequest request, @Nullable RequestBody body, Instant now) {
    AwsCredentials identity = credentials.resolveCredentials();
    boolean encrypted = endpoint.uri().getScheme().equals("https");
    BasicClassicHttpRequest http =
        encrypted
            ? withUnsignedContent(endpoint, request, identity, now)
            : ContentSigner.sign(endpoint, request, headers(request), body, identity, now);
    http.addHeader("User-Agent", "understudy");
    if (body != null) {
      http.setEntity(body);
    } else if (request.method.equals("PUT")) {
      http.addHeader("Content-Length", 0);
    }
    return http;
  }

  private BasicClassicHttpRequest withUnsignedContent(
      WireEndpoint endpoint, WireRequest request, AwsCredentials identity, Instant now) {
    SortedMap<String, String> headers = headers(request);
    headers.put("Host", host(endpoint.uri()));
    String path = path(endpoint.uri(), request.key);
    headerSigner.sign(
        request.method,
        path + "\n" + query(request, "="),
        headers,
        endpoint.signingRegion(),
        identity,
        now);
    String query = request.query.isEmpty() ? "" : "?" + query(request, "");
    BasicClassicHttpRequest http = new BasicClassicHttpRequest(request.method, path + query);
    headers.forEach(http::addHeader);
    return http;
  }

  /** The headers that depend on the request alone. */
  static SortedMap<String, String> headers(WireRequest request) {
    SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers);
    WireRequest.Body body = request.body();
    if (body != null) {
      headers.put("Content-Length", Long.toString(body.length()));
      if (body.length() >= EXPECT_CONTINUE_BYTES) {
        headers.put("Expect", "100-continue");
      }
    }
    return headers;
  }

  private static String host(URI server) {
    return server.getPort() == 443 ? server.getHost() : server.getRawAuthority();
  }

  /** The path of a key, or of the bucket. */
  static String path(URI bucket, @Nullable String key) {
    if (key == null) {
      return bucket.getRawPath().isEmpty() ? "/" : bucket.getRawPath();
    }
    // The second of two slashes is encoded, because proxies join slashes.
    String path = "/" + (isPlain(key) ? key : SdkHttpUtils.urlEncodeIgnoreSlashes(key));
    return bucket.getRawPath() + path.replace("//", "/%2F");
  }

  /** Whether no character of the key is encoded: encoding takes an eighth of a signature's time. */
  private static boolean isPlain(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= '9');
      if (!plain && c != '_' && c != '~') {
        return false;
      }
    }
    return true;
  }

  /**
   * The parameters in the order of their names.
   *
   * @param none what follows the name of a parameter without a value
   */
  private static String query(WireRequest request, String none) {
    StringJoiner query = new StringJoiner("&");
    for (Map.Entry<String, @Nullable String> parameter : new TreeMap<>(request.query).entrySet()) {
      String name = SdkHttpUtils.urlEncode(parameter.getKey());
      String value = parameter.getValue();
      query.add(value == null ? name + none : name + "=" + SdkHttpUtils.urlEncode(value));
    }
    return query.toString();
  }
}
