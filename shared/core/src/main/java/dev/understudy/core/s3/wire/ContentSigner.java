package dev.understudy.core.s3.wire;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** Signs requests together with their content, which no TLS protects, with the SDK's signer. */
final class ContentSigner {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  private ContentSigner() {}

  /**
   * The signed request, without its entity.
   *
   * @param headers all headers of the request to sign, except {@code Host}
   * @param body the content; receives its signed encoding
   */
  static BasicClassicHttpRequest sign(
      WireEndpoint endpoint,
      WireRequest request,
      Map<String, String> headers,
      @Nullable RequestBody body,
      AwsCredentials credentials,
      Instant now) {
    SignedRequest signed =
        SIGNER.sign(
            r ->
                r.identity(credentials)
                    .request(unsigned(endpoint.uri(), request, headers))
                    .payload(body)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, endpoint.signingRegion())
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, request.isStreamed())
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
    if (body != null) {
      long length =
          Long.parseLong(signed.request().firstMatchingHeader("Content-Length").orElseThrow());
      signed.payload().ifPresent(payload -> body.signed(payload, length));
    }
    return http(signed.request());
  }

  private static SdkHttpRequest unsigned(
      URI uri, WireRequest request, Map<String, String> headers) {
    SdkHttpRequest.Builder http =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method))
            .protocol(uri.getScheme())
            .host(uri.getHost())
            .port(uri.getPort() < 0 ? null : uri.getPort())
            .encodedPath(RequestSigner.path(uri, request.key));
    request.query.forEach(http::putRawQueryParameter);
    headers.forEach(http::putHeader);
    return http.build();
  }

  private static BasicClassicHttpRequest http(SdkHttpRequest from) {
    String query = from.encodedQueryParameters().map(text -> "?" + text).orElse("");
    BasicClassicHttpRequest http =
        new BasicClassicHttpRequest(from.method().name(), from.encodedPath() + query);
    from.forEachHeader((name, values) -> values.forEach(value -> http.addHeader(name, value)));
    if (!http.containsHeader("Host")) {
      http.addHeader("Host", from.getUri().getRawAuthority());
    }
    return http;
  }
}
