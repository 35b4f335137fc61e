package dev.understudy.core.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Requests over TLS have the signature of the SDK's signer, which AWS tests with its published
 * vectors. Prints its seed; {@code -Dunderstudy.seed=N} repeats a run.
 */
class RequestSignerTest {
  private static final int REQUESTS = 10_000;

  private static final List<URI> BUCKETS =
      List.of(
          URI.create("https://bucket.s3.eu-central-1.amazonaws.com"),
          URI.create("https://s3.eu-central-1.amazonaws.com/bucket.with.dots"),
          URI.create("https://minio.example.com:9000/bucket"),
          URI.create("https://[::1]:9000/bucket"),
          URI.create("https://minio.example.com:443/base/bucket"));

  private static final List<AwsCredentials> CREDENTIALS =
      List.of(
          AwsBasicCredentials.create("ak", "sk"),
          AwsBasicCredentials.create("ak", "s/k+"),
          AwsSessionCredentials.create("ak", "sk", "token+/="));

  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "0",
          "/",
          "//",
          ".",
          "..",
          " ",
          "  ",
          "\t",
          "+",
          "%",
          "%2F",
          "\u00e4",
          "\u65e5",
          "\ud83d\ude00",
          "?",
          "#",
          "&",
          "=",
          ";",
          ":",
          "@",
          "*",
          "~",
          "'",
          "(",
          "\"",
          "<",
          "|",
          "^",
          "`",
          "{",
          "$",
          ",",
          "!",
          "-",
          "_",
          "[",
          "\\");

  private static final List<String> HEADERS =
      List.of(
          "x-amz-meta-a",
          "x-amz-meta-a_b",
          "x-amz-meta-a-b",
          "x-amz-meta-aB",
          "X-Minio-Source-Etag",
          "Content-Type",
          "Content-Encoding",
          "If-Match",
          "Range",
          "x-amz-tagging");

  private final long seed = Long.getLong("understudy.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  void signsAsTheSdkDoes() {
    System.out.println("seed " + seed);
    for (int i = 0; i < REQUESTS; i++) {
      WireEndpoint endpoint = new WireEndpoint(pick(BUCKETS), pick(List.of("us-east-1", "x-1")));
      AwsCredentials credentials = pick(CREDENTIALS);
      Instant now = Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(1000));
      WireRequest request = request();

      HttpRequest ours =
          new RequestSigner(StaticCredentialsProvider.create(credentials))
              .sign(endpoint, request, body(request), now);
      HttpRequest expected = bySdk(endpoint, request, credentials, now);

      assertThat(headers(ours)).as("request %d", i).isEqualTo(headers(expected));
      // A parameter without a value is signed as one with an empty value.
      assertThat(List.of(target(ours))).hasSameElementsAs(List.of(target(expected)));
    }
  }

  @Test
  void keepsTheKeyOfADay() {
    AwsCredentials credentials = pick(CREDENTIALS);
    RequestSigner signer = new RequestSigner(StaticCredentialsProvider.create(credentials));
    WireEndpoint endpoint = new WireEndpoint(BUCKETS.get(0), "eu-central-1");
    WireRequest request = WireRequest.head("key");
    for (String time :
        List.of("2026-11-28T23:59:58Z", "2026-11-28T23:59:59Z", "2026-11-29T00:00:00Z")) {
      Instant now = Instant.parse(time);
      assertThat(headers(signer.sign(endpoint, request, null, now)))
          .isEqualTo(headers(bySdk(endpoint, request, credentials, now)));
    }
  }

  @Test
  void leavesARequestWithAnonymousCredentialsUnsigned() {
    RequestSigner signer = new RequestSigner(AnonymousCredentialsProvider.create());
    HttpRequest request =
        signer.sign(
            new WireEndpoint(BUCKETS.get(0), "eu-central-1"), WireRequest.head("key"), null);

    assertThat(request.containsHeader("Authorization")).isFalse();
    assertThat(request.containsHeader("Host")).isTrue();
  }

  private static HttpRequest bySdk(
      WireEndpoint endpoint, WireRequest request, AwsCredentials credentials, Instant now) {
    return ContentSigner.sign(
        endpoint, request, RequestSigner.headers(request), body(request), credentials, now);
  }

  private static @Nullable RequestBody body(WireRequest request) {
    return request.body() == null ? null : new RequestBody(request.body());
  }

  private WireRequest request() {
    WireRequest request =
        switch (random.nextInt(4)) {
          case 0 -> WireRequest.head(text());
          case 1 -> WireRequest.get(text());
          case 2 -> WireRequest.list();
          default ->
              WireRequest.put(text())
                  .content(random.nextInt(2 << 20), InputStream::nullInputStream);
        };
    for (int i = random.nextInt(3); i > 0; i--) {
      request.query(pick(List.of("prefix", "uploadId", "key-marker")), text());
    }
    if (random.nextInt(4) == 0) {
      request.query(pick(List.of("uploads", "tagging")));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      request.header(pick(HEADERS), text().replaceAll("[^ -~\\t]", ""));
    }
    return request;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      text.append(pick(PIECES));
    }
    return text.toString();
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** The path, and each parameter. */
  private static String[] target(HttpRequest request) {
    return request.getPath().split("[?&]");
  }

  private static Map<String, String> headers(HttpRequest request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : request.getHeaders()) {
      if (!header.getName().equals("User-Agent")) {
        headers.put(header.getName(), header.getValue());
      }
    }
    return headers;
  }
}
