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
 * Reads small documents over HTTP as a reader does, or as S3 wants it signed. Certificates and host
 * names are verified, redirects not followed. Safe for several threads.
 */
public final class HttpReader implements AutoCloseable {
  private static final int MAX_BYTES = 4 << 20;

  private final SdkHttpClient http;

  private HttpReader(SdkHttpClient http) {
    this.http = http;
  }

  /**
   * Connects when it is first used.
   *
   * @param patience how long a connection may be silent
   * @throws dev.understudy.core.config.ConfigurationException if the material is wrong
   */
  public static HttpReader of(TlsMaterial tls, Duration patience) {
    return new HttpReader(
        HttpClients.builder(tls)
            .connectionTimeout(patience)
            .connectionAcquisitionTimeout(patience)
            .socketTimeout(patience)
            .build());
  }

  /**
   * GETs a document.
   *
   * @return the answer, whatever its status
   * @throws IOException if there is none, or its body breaks off or is longer than 4 MiB
   */
  public Answer get(URI uri, Map<String, String> headers) throws IOException {
    return send(request(uri, headers));
  }

  /** GETs an object of S3 in our name, which a bucket that is not public wants. */
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
    return new Answer(
        head.statusCode(), body, head.firstMatchingHeader("Date").flatMap(s -> date(s)));
  }

  private static String read(AbortableInputStream stream) throws IOException {
    try (stream) {
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        stream.abort();
        throw new IOException("The answer is longer than %d bytes".formatted(MAX_BYTES));
      }
      return new String(bytes, UTF_8);
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Breaks every connection: reads under way end with an exception, also in other threads. */
  @Override
  public void close() {
    http.close();
  }

  /**
   * What a server answered.
   *
   * @param date the server's own time, in whole seconds, if it told
   */
  public record Answer(int status, String body, Optional<Instant> date) {}
}
