package dev.understudy.core.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.TlsMaterial;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Reads small documents over HTTP, unsigned as readers do, or signed for S3. Verifies certificates
 * and host names, and follows no redirects. Safe for several threads.
 */
public final class HttpReader implements AutoCloseable {
  private static final int MAX_BYTES = 4 << 20;

  private final SdkHttpClient http;

  private HttpReader(SdkHttpClient http) {
    this.http = http;
  }

  /**
   * Creates a client that connects when it is first used.
   *
   * @param timeout for connecting, and for silence on a connection
   * @throws dev.understudy.core.config.ConfigurationException if the TLS material is wrong
   */
  public static HttpReader of(TlsMaterial tls, Duration timeout) {
    return new HttpReader(
        HttpClients.builder(tls)
            .connectionTimeout(timeout)
            .connectionAcquisitionTimeout(timeout)
            .socketTimeout(timeout)
            .build());
  }

  /**
   * GETs a document.
   *
   * @return the response, whatever its status
   * @throws IOException if there is none, or if its body is incomplete or longer than 4 MiB
   */
  public Answer get(URI uri, Map<String, String> headers) throws IOException {
    return send(request(uri, headers));
  }

  /** GETs an S3 object with a signed request, which a private bucket requires. */
  public Answer getSigned(URI uri, AwsAccess aws) throws IOException {
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(aws.credentials().resolveCredentials())
                        .request(request(uri, Map.of()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, aws.region().id())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
            .request();
    return send(signed);
  }

  private static SdkHttpRequest request(URI uri, Map<String, String> headers) {
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.GET).uri(uri);
    headers.forEach(request::putHeader);
    return request.build();
  }

  private Answer send(SdkHttpRequest request) throws IOException {
    HttpExecuteResponse answer =
        http.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call();
    SdkHttpResponse head = answer.httpResponse();
    String body = answer.responseBody().isPresent() ? read(answer.responseBody().get()) : "";
    return new Answer(head.statusCode(), body, head.headers());
  }

  private static String read(AbortableInputStream stream) throws IOException {
    try (stream) {
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        stream.abort();
        throw new IOException("The response is longer than %d bytes".formatted(MAX_BYTES));
      }
      return new String(bytes, UTF_8);
    }
  }

  /** Closes every connection. Reads in progress throw, also in other threads. */
  @Override
  public void close() {
    http.close();
  }

  /** A server's response. */
  public record Answer(int status, String body, Map<String, List<String>> headers) {
    /** The first value of the header with this name, in any case. */
    public Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .flatMap(header -> header.getValue().stream())
          .findFirst();
    }

    /** The Date header, in whole seconds, if there is one. */
    public Optional<Instant> date() {
      try {
        return header("Date")
            .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
