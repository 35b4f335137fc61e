package dev.understudy.emulators.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.emulators.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class SignatureTest {
  private final ManualClock clock = new ManualClock(Instant.now());
  private final S3Endpoint endpoint =
      S3Endpoint.builder().credentials("ak", "sk").clock(clock).start();

  SignatureTest() {
    endpoint.createBucket("bucket", false);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void knowsTheRightSecretFromAWrongOneAndAKnownKeyFromNone() {
    put(TestClients.client(endpoint));

    assertRefused("SignatureDoesNotMatch", TestClients.client(endpoint, "wrong"));
    S3Client unknown =
        S3Client.builder()
            .endpointOverride(endpoint.uri())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "sk")))
            .build();
    assertRefused("InvalidAccessKeyId", unknown);
  }

  @Test
  void refusesARequestFromAnotherTime() throws Exception {
    String request = signedPut("k", "body", "body");
    assertThat(send(request)).startsWith("HTTP/1.1 200");

    clock.move(Duration.ofMinutes(16));
    assertThat(send(request)).contains("403").contains("RequestTimeTooSkewed");
  }

  @ParameterizedTest
  @CsvSource({
    "k, other, SignatureDoesNotMatch", // another key than was signed
    "body, tampered, XAmzContentSHA256Mismatch" // another body
  })
  void refusesWhatWasChangedOnTheWay(String signed, String sent, String code) throws Exception {
    String request =
        signed.equals("k")
            ? signedPut("k", "body", "body").replace("/bucket/k ", "/bucket/" + sent + " ")
            : signedPut("k", "body", "Body");

    assertThat(send(request)).contains(code);
  }

  @Test
  void refusesAHeaderThatWasChangedOnTheWay() throws Exception {
    assertThat(send(signedPut("k", "body", "body").replace("meta-a: 1", "meta-a: 2")))
        .contains("SignatureDoesNotMatch");
  }

  @Test
  void verifiesEveryChunkAndTheTrailer() throws Exception {
    String right = chunkedPut("0123456789", "0123456789", "trailer");

    assertThat(send(right)).startsWith("HTTP/1.1 200");
    assertThat(send(chunkedPut("0123456789", "012345678X", "trailer")))
        .contains("SignatureDoesNotMatch");
    assertThat(send(chunkedPut("0123456789", "0123456789", "tampered")))
        .contains("SignatureDoesNotMatch");
  }

  @Test
  void takesEveryModeInWhichTheSdkSendsBodies() {
    for (boolean chunked : new boolean[] {true, false}) {
      S3Client client =
          S3Client.builder()
              .endpointOverride(endpoint.uri())
              .forcePathStyle(true)
              .region(Region.US_EAST_1)
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("ak", "sk")))
              .serviceConfiguration(
                  S3Configuration.builder().chunkedEncodingEnabled(chunked).build())
              .build();
      String content = "x".repeat(300_000);

      client.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString(content));

      assertThat(client.getObjectAsBytes(r -> r.bucket("bucket").key("k")).asUtf8String())
          .isEqualTo(content);
    }
  }

  @Test
  void takesAPresignedLinkUntilItExpires() throws Exception {
    put(TestClients.client(endpoint));
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(endpoint.uri())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("ak", "sk")))
            .build()) {
      URI link =
          presigner
              .presignGetObject(
                  p ->
                      p.signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(
                              r -> r.bucket("bucket").key("k").responseContentType("text/x")))
              .url()
              .toURI();

      HttpResponse<String> answer = open(link);
      assertThat(answer.body()).isEqualTo("content");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x");
      assertThat(open(URI.create(link.toString().replace("text%2Fx", "text%2Fy"))).body())
          .contains("SignatureDoesNotMatch");
      clock.move(Duration.ofMinutes(6));
      assertThat(open(link).body()).contains("Request has expired");
    }
  }

  @Test
  void letsAnybodyReadWhatThePolicyAllowsAndNothingElse() throws Exception {
    S3Client client = TestClients.client(endpoint);
    put(client);
    URI uri = endpoint.uri().resolve("/bucket/k");
    assertThat(open(uri).statusCode()).isEqualTo(403);

    client.putBucketPolicy(
        r ->
            r.bucket("bucket")
                .policy(
                    "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"*\"]},"
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::bucket/k*\"},"
                        + "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\","
                        + "\"Resource\":\"arn:aws:s3:::bucket/key*\"}]}"));

    assertThat(open(uri).body()).isEqualTo("content");
    assertThat(open(endpoint.uri().resolve("/bucket/key")).statusCode()).isEqualTo(403);
    assertThat(open(endpoint.uri().resolve("/bucket/other")).statusCode()).isEqualTo(403);
    assertThat(open(endpoint.uri().resolve("/bucket?list-type=2")).statusCode()).isEqualTo(403);
    assertThatThrownBy(
            () ->
                client.putBucketPolicy(
                    r ->
                        r.bucket("bucket")
                            .policy("{\"Statement\":[{\"Condition\":{},\"Effect\":\"Allow\"}]}")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MalformedPolicy"));
  }

  private static void put(S3Client client) {
    client.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString("content"));
  }

  private static void assertRefused(String code, S3Client client) {
    assertThatThrownBy(() -> put(client))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  private static HttpResponse<String> open(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A PUT as it goes over the wire, signed for one body and sent with another. */
  private String signedPut(String key, String signedBody, String sentBody) {
    String hash = Signer.sha256(signedBody.getBytes(StandardCharsets.UTF_8));
    return request(key, hash, Map.of("x-amz-meta-a", "1"), sentBody);
  }

  private String chunkedPut(String signed, String sent, String trailer) {
    String mode = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    Map<String, String> headers =
        Map.of(
            "x-amz-decoded-content-length", String.valueOf(signed.length()),
            "x-amz-meta-a", "1",
            "x-amz-trailer", "x-amz-meta-note");
    String seed = request("k", mode, headers, "").replaceAll("(?s).*Signature=([0-9a-f]+).*", "$1");
    Signer signer = signer();
    String first = signer.chunk(seed, signed.getBytes(StandardCharsets.UTF_8));
    String last = signer.chunk(first, new byte[0]);
    String end = signer.trailer(last, "x-amz-meta-note:trailer\n");
    String body =
        "%x;chunk-signature=%s\r\n%s\r\n0;chunk-signature=%s\r\nx-amz-meta-note:%s\r\nx-amz-trailer-signature:%s\r\n\r\n"
            .formatted(sent.length(), first, sent, last, trailer, end);
    return request("k", mode, headers, body);
  }

  private String request(String key, String payload, Map<String, String> more, String body) {
    Map<String, String> headers = new java.util.TreeMap<>(more);
    headers.put("host", endpoint.uri().getAuthority());
    headers.put("x-amz-content-sha256", payload);
    headers.put("x-amz-date", signer().time());
    StringBuilder canonical = new StringBuilder("PUT\n/bucket/" + key + "\n\n");
    headers.forEach((n, v) -> canonical.append(n).append(':').append(v).append('\n'));
    String names = String.join(";", headers.keySet());
    canonical.append('\n').append(names).append('\n').append(payload);
    StringBuilder text = new StringBuilder("PUT /bucket/" + key + " HTTP/1.1\r\n");
    headers.forEach((n, v) -> text.append(n).append(": ").append(v).append("\r\n"));
    return text
        + "Authorization: AWS4-HMAC-SHA256 Credential=ak/"
        + signer().scope()
        + ", SignedHeaders="
        + names
        + ", Signature="
        + signer().request(canonical.toString())
        + "\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private Signer signer() {
    String time =
        java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(java.time.ZoneOffset.UTC)
            .format(clock.instant());
    return Signer.of("sk", time.substring(0, 8) + "/us-east-1/s3/aws4_request", time);
  }

  private String send(String request) throws IOException {
    try (Socket socket =
        new Socket(java.net.InetAddress.getLoopbackAddress(), endpoint.uri().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }
}
