package dev.understudy.core.s3.wire;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Encodes a request and signs it with Signature Version 4. Content is unsigned over TLS and signed
 * over plain HTTP. Anonymous credentials leave the request unsigned. Thread-safe.
 */
final class RequestSigner {
  /** From this size on, the server may refuse a request before its body is sent. */
  private static final long EXPECT_CONTINUE_BYTES = 1 << 20;

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
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
   * @param content the request's body
   */
  SignedRequest sign(
      WireEndpoint endpoint, WireRequest request, @Nullable ContentStreamProvider content) {
    Clock clock = Clock.offset(Clock.systemUTC(), clockOffset);
    return signer.sign(
        r ->
            r.identity(credentials.resolveCredentials())
                .request(encoded(endpoint.uri(), request))
                .payload(content)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, endpoint.signingRegion())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, request.isStreamed())
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock));
  }

  private static SdkHttpRequest encoded(URI uri, WireRequest request) {
    SdkHttpRequest.Builder http =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method))
            .protocol(uri.getScheme())
            .host(uri.getHost())
            .port(uri.getPort() < 0 ? null : uri.getPort())
            .encodedPath(uri.getRawPath() + path(request.key));
    request.query.forEach(http::putRawQueryParameter);
    request.headers.forEach(http::putHeader);
    WireRequest.Body body = request.body();
    if (body != null) {
      http.putHeader("Content-Length", Long.toString(body.length()));
      if (body.length() >= EXPECT_CONTINUE_BYTES) {
        http.putHeader("Expect", "100-continue");
      }
    }
    return http.build();
  }

  /** The second of two slashes is encoded, because proxies join slashes. */
  private static String path(@Nullable String key) {
    return key == null
        ? ""
        : ("/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key)).replace("//", "/%2F");
  }
}
