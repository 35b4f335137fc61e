package dev.understudy.testkit.droplet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.emulators.real.RealDroplet;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.testkit.contract.AwsContractClient;
import dev.understudy.testkit.junit.LeftOut;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What readers, writers and unauthorized clients get from the droplet's edge listener and functions
 * listener.
 */
class DropletListenersIT {
  private static final String BUCKET = "assets";
  private static final long SEED = Long.getLong("understudy.seed", 7);
  private static final List<String> COMPARED =
      List.of(
          "etag",
          "last-modified",
          "content-type",
          "content-length",
          "content-range",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control",
          "expires",
          "accept-ranges");
  private static final List<String> KEYS =
      List.of(
          "index.html",
          "error.html",
          "docs/index.html",
          "a b+c/\u00e9 %25.txt",
          "x'()!*,;:@&=$.css",
          "emoji-\ud83d\ude00.bin",
          "empty",
          "deep/er/est.js");

  private static RealDroplet droplet;
  private static S3Endpoint primary;
  private static S3Client admin;
  private static HttpClient edge;

  @BeforeAll
  static void start() {
    droplet = LeftOut.ifMissing(RealDroplet::start);
    primary = S3Endpoint.builder().credentials("ak", "sk").start();
    primary.createBucket(BUCKET, true);
    edge = HttpClient.newBuilder().sslContext(droplet.edge()).build();
    admin =
        AwsContractClient.connect(
            droplet.minio(),
            droplet.minioSetting("MINIO_ROOT_USER"),
            droplet.minioSetting("MINIO_ROOT_PASSWORD"));
    try (S3Client writer = AwsContractClient.connect(primary.uri(), "ak", "sk")) {
      writer.putBucketPolicy(
          r ->
              r.bucket(BUCKET)
                  .policy(
                      """
                      {"Version":"2012-10-17","Statement":[
                       {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::assets/*"},
                       {"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::assets"}]}\
                      """));
      Random random = new Random(SEED);
      for (String key : KEYS) {
        byte[] content = new byte[key.equals("empty") ? 0 : 1 + random.nextInt(300_000)];
        random.nextBytes(content);
        put(writer, key, content, Map.of());
        Instant time = writer.headObject(r -> r.bucket(BUCKET).key(key)).lastModified();
        put(admin, key, content, Map.of("X-Minio-Source-Mtime", time.toString()));
      }
    }
  }

  private static void put(S3Client client, String key, byte[] content, Map<String, String> more) {
    client.putObject(
        r ->
            r.bucket(BUCKET)
                .key(key)
                .contentType(key.endsWith("html") ? "text/html; charset=utf-8" : "application/x-it")
                .cacheControl("public, max-age=60")
                .contentLanguage("de")
                .contentDisposition("inline")
                .metadata(Map.of("mark", "1"))
                .overrideConfiguration(
                    c -> more.forEach((name, value) -> c.putHeader(name, value))),
        RequestBody.fromBytes(content));
  }

  @AfterAll
  static void stop() {
    if (droplet != null) {
      admin.close();
      primary.close();
      droplet.close();
    }
  }

  /** Asked of both origins as the edge asks. */
  private record Question(String method, String target, Map<String, String> headers) {
    HttpResponse<byte[]> ask(HttpClient client, URI origin) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(origin + target))
              .timeout(Duration.ofSeconds(30))
              .method(method, HttpRequest.BodyPublishers.noBody());
      headers.forEach(request::header);
      return send(client, request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The rules that the edge applies before it chooses an origin. */
    Question atThePrimary() {
      String path = target.replaceFirst("\\?.*", "");
      Map<String, String> kept = new TreeMap<>(headers);
      kept.keySet().removeAll(List.of("Authorization", "Cookie"));
      return new Question(
          method, "/" + BUCKET + (path.endsWith("/") ? path + "index.html" : path), kept);
    }
  }

  private static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new IllegalStateException(request + ": " + e, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting", e);
    }
  }

  /** The same 200 requests to both. A missing key's body is the site's page on one side alone. */
  @Test
  void standbyAnswersAsThePrimaryDoes() {
    List<String> differences = new ArrayList<>();
    List<Question> questions = questions();
    for (Question question : questions) {
      String expected =
          seen(question.atThePrimary().ask(HttpClient.newHttpClient(), primary.uri()));
      String found = seen(question.ask(edge, droplet.origin()));
      if (!expected.equals(found)) {
        differences.add("%s%n  primary %s%n  standby %s".formatted(question, expected, found));
      }
    }

    assertThat(questions).hasSize(200);
    assertThat(differences).as("with understudy.seed=" + SEED).isEmpty();
  }

  private static String seen(HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= 400) {
      return Integer.toString(answer.statusCode());
    }
    Map<String, String> headers = new TreeMap<>();
    for (String name : COMPARED) {
      answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    if (answer.statusCode() == 304) {
      headers.keySet().retainAll(List.of("etag", "last-modified", "cache-control"));
    }
    return "%d %s body %d".formatted(answer.statusCode(), headers, Arrays.hashCode(answer.body()));
  }

  private static List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (String target :
        List.of(
            "/",
            "/docs/",
            "/docs",
            "/nope/",
            "/docs/?list-type=2",
            "/?list-type=2",
            "/?acl",
            "/index.html?versionId=null",
            "/index.html?x-amz-acl=1",
            "/a//b",
            "//index.html",
            "/docs//index.html",
            "/x__XLDIR__",
            "/.understudy/watermark",
            "/deep%2Fer/est.js",
            "/a%20b+c/%C3%A9%20%2525.txt",
            "/a%20b%2Bc/%C3%A9%20%2525.txt")) {
      questions.add(new Question("GET", target, Map.of()));
    }
    Random random = new Random(SEED);
    while (questions.size() < 200) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      String target = random.nextInt(12) == 0 ? "/missing-" + questions.size() : "/" + encoded(key);
      questions.add(
          new Question(random.nextInt(4) == 0 ? "HEAD" : "GET", target, headers(key, random)));
    }
    return questions;
  }

  private static Map<String, String> headers(String key, Random random) {
    var head = admin.headObject(r -> r.bucket(BUCKET).key(key));
    String time = date(head.lastModified());
    return switch (random.nextInt(11)) {
      case 0 -> Map.of("Range", "bytes=0-0");
      case 1 -> Map.of("Range", "bytes=-5");
      case 2 -> Map.of("Range", "bytes=" + random.nextInt(400_000) + "-");
      // Not a range whose end is before its start: S3 ignores it and MinIO says 416.
      case 3 -> Map.of("Range", random.nextBoolean() ? "bytes=0-1,4-5" : "bytes=x-y");
      case 4 -> Map.of("If-None-Match", head.eTag());
      case 5 -> Map.of("If-None-Match", "\"other\"");
      case 6 -> Map.of("If-Match", "\"other\"");
      case 7 -> Map.of("If-Modified-Since", time);
      case 8 -> Map.of("If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT");
      case 9 -> Map.of("Authorization", "Basic eDp5", "Cookie", "a=b", "Origin", "https://x.test");
      default -> Map.of();
    };
  }

  private static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
  }

  private static String encoded(String key) {
    return java.net.URLEncoder.encode(key, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%2F", "/");
  }

  @Test
  void missingKeyShowsTheErrorDocument() {
    byte[] page = new Question("GET", "/error.html", Map.of()).ask(edge, droplet.origin()).body();

    HttpResponse<byte[]> answer =
        new Question("GET", "/nothing", Map.of("If-None-Match", "*", "Range", "bytes=0-0"))
            .ask(edge, droplet.origin());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo(page);
  }

  /** Nothing of a reader's request but conditions and a range reaches MinIO. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Minio-Source-Replication-Request",
        "X-Minio-Source-Mtime",
        "X-Minio-Source-Proxy-Request",
        "X-Minio-Replication-Ready",
        "X-Amz-Replication-Status"
      })
  void edgeListenerPassesOnNoHeaderOfReplication(String header) {
    HttpResponse<byte[]> plain =
        new Question("GET", "/index.html", Map.of()).ask(edge, droplet.origin());
    HttpResponse<byte[]> answer =
        new Question("GET", "/index.html", Map.of(header, "true")).ask(edge, droplet.origin());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(seen(answer)).isEqualTo(seen(plain));
    assertThat(answer.headers().map().keySet()).isEqualTo(plain.headers().map().keySet());
  }

  /** The edge sends its secret in User-Agent, and a signature may be in a query. */
  @Test
  void accessLogContainsNoSecret() throws Exception {
    Map<String, String> secrets = Map.of("User-Agent", "secret-1", "Referer", "https://secret-2/");
    new Question("GET", "/index.html?X-Amz-Signature=secret-3", secrets)
        .ask(edge, droplet.origin());
    new Question("GET", "/logged", secrets).ask(edge, droplet.origin());
    Writer writer = new Writer(droplet);
    writer.put("/assets/logged?x-id=secret-4", "Referer", "https://secret-5/");

    String[] lines = {"GET /index.html\" 200", "GET /logged\" 404", "PUT /assets/logged\" 200"};
    String log = droplet.accessLog(lines);

    assertThat(log).contains(lines);
    assertThat(log).doesNotContain("secret", "Signature", "Credential", writer.secret("accessKey"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH", "OPTIONS"})
  void readersDoorTakesNoOtherMethod(String method) {
    HttpResponse<byte[]> answer =
        new Question(method, "/index.html", Map.of()).ask(edge, droplet.origin());

    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.org, GET, 200",
    "https://app.example.org, HEAD, 200",
    "https://app.example.org, PUT, 405",
    "https://app.example.org.evil.test, GET, 405",
    "https://other.example.org, GET, 405",
  })
  void scriptsOfNamedSitesMayAskBeforeTheyRead(String site, String method, int status) {
    Map<String, String> asks =
        Map.of(
            "Origin", site,
            "Access-Control-Request-Method", method,
            "Access-Control-Request-Headers", "if-none-match");

    HttpResponse<byte[]> answer =
        new Question("OPTIONS", "/index.html", asks).ask(edge, droplet.origin());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("access-control-allow-origin"))
        .isEqualTo(status == 200 ? Optional.of(site) : Optional.empty());
    assertThat(answer.headers().firstValue("access-control-allow-headers"))
        .isEqualTo(status == 200 ? Optional.of("if-none-match") : Optional.empty());
  }

  @Test
  void healthIsTheOriginsOwn() {
    HttpResponse<byte[]> answer =
        new Question("GET", "/.origin/health", Map.of()).ask(edge, droplet.origin());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), US_ASCII)).isEqualTo("ok-standby");
  }

  /** The certificate of the edge that the script issues is valid for two days. */
  @ParameterizedTest
  @CsvSource({"/.origin/health, 1", "/index.html, ", "/.origin/id.txt, ", "/missing, "})
  void healthObjectNamesTheDaysOfTheClientCertificate(String target, @Nullable String days) {
    HttpResponse<byte[]> answer = new Question("GET", target, Map.of()).ask(edge, droplet.origin());

    assertThat(answer.headers().firstValue("x-understudy-client-certificate-days"))
        .isEqualTo(Optional.ofNullable(days));
  }

  /** Only the edge reaches the edge listener, so the health probe reads its certificate here. */
  @Test
  void writersListenerPresentsTheCertificateOfTheEdgeListener() throws IOException {
    // This client trusts only that certificate.
    assertThat(status("edge-listener.internal", "edge-listener.internal")).contains(" 400 ");
    assertThatThrownBy(() -> status("other.internal", "other.internal"))
        .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
    assertThat(status("edge-listener.internal", "localhost")).as("MinIO's name").contains(" 421 ");
  }

  /** The status line of the writers listener's response to a client without a certificate. */
  private static String status(String serverName, String host) throws IOException {
    URI api = droplet.api();
    var sockets = droplet.withoutCertificate().getSocketFactory();
    String request = "GET /assets/index.html HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host);
    try (Socket plain = new Socket(api.getHost(), api.getPort());
        Socket socket = sockets.createSocket(plain, serverName, api.getPort(), true)) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }

  @Test
  void whoShowsNoCertificateOrAnothersIsRefusedAtBothDoors() {
    for (SSLContext who : List.of(droplet.withoutCertificate(), droplet.stranger())) {
      HttpClient client = HttpClient.newBuilder().sslContext(who).build();
      HttpResponse<byte[]> answer =
          new Question("GET", "/index.html", Map.of()).ask(client, droplet.origin());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("etag")).isEmpty();
    }
    // The functions listener shows a certificate of its own authority, which the edge does not
    // know.
    assertThatThrownBy(() -> new Question("GET", "/", Map.of()).ask(edge, droplet.api()))
        .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
  }

  /** What those below are refused for is not their signature. */
  @Test
  void writersDoorTakesAPlainSignedWrite() throws Exception {
    assertThat(new Writer(droplet).put("/assets/plain", "x-none", "1")).isEqualTo(200);
  }

  /** With the time and the ETag that the replicator gives, in the only valid form of the marker. */
  @ParameterizedTest
  @CsvSource({
    "x-minio-source-replication-request, true",
    "x-minio-source-mtime, 2026-01-01T00:00:20Z",
    "x-minio-source-etag, given",
  })
  void writersDoorTakesTheHeadersOfTheReplicator(String header, String value) throws Exception {
    assertThat(new Writer(droplet).put("/assets/plain", header, value)).isEqualTo(200);
  }

  /** The request forms of three CVEs, and similar ones. */
  @ParameterizedTest
  @CsvSource({
    "/assets/x, x-amz-content-sha256, STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "/assets/x, x-amz-meta-snowball-auto-extract, true",
    "/assets/x, x-amz-meta-minio-snowball-prefix, p",
    "/assets/x, x-amz-meta-minio-snowball-ignore-dirs, true",
    "/assets/x, x-amz-meta-minio-snowball-ignore-errors, true",
    "/assets/x, x-minio-force-delete, true",
    "/assets/x, x-amz-bypass-governance-retention, true",
    "/assets/x, x-minio-replication-server-side-encryption-iv, AAAA",
    "/assets/x, x-minio-replication-server-side-encryption-seal-algorithm, DAREv2-HMAC-SHA256",
    "/assets/x, x-minio-replication-server-side-encryption-sealed-key, AAAA",
    "/assets/x, x-minio-replication-encrypted-multipart, true",
    "/assets/x, x-minio-replication-actual-object-size, 1",
    "/assets/x, x-minio-replication-ssec-crc, AAAA",
    "/assets/x, x-minio-replication-delete-status, Replica",
    "/assets/x, x-minio-replication-deletemarker-status, Replica",
    "/assets/x, x-minio-replication-reset-status, x",
    "/assets/x, x-minio-replication-ready, true",
    "/assets/x, x-minio-source-deletemarker, true",
    "/assets/x, x-minio-source-deletemarker-delete, true",
    "/assets/x, x-minio-source-proxy-request, true",
    "/assets/x, x-minio-source-replication-check, true",
    "/assets/x, x-minio-source-replication-tagging-timestamp, 2026-01-01T00:00:00Z",
    "/assets/x, x-minio-source-replication-retention-timestamp, 2026-01-01T00:00:00Z",
    "/assets/x, x-minio-source-replication-legalhold-timestamp, 2026-01-01T00:00:00Z",
    "/assets/x, x-minio-check-replication-ready, true",
    "/assets/x, x-amz-replication-status, REPLICA",
    "/assets/x, x-minio-source-replication-request, True",
    "/assets/x, x-minio-source-replication-request, 1",
    "/assets/x, x-minio-source-replication-request, true  false",
    "/assets/x, content-type, multipart/form-data; boundary=b",
    "/assets/x?X-Minio-Replication-Server-Side-Encryption-Iv=AAAA, x-none, 1",
    "/assets/x?x-amz-meta-snowball-auto-extract=true, x-none, 1",
    "/assets/x?uploads&versionId=11111111-1111-4111-8111-111111111111, x-none, 1",
    "/assets/x?versionId=11111111-1111-4111-8111-111111111111, x-none, 1",
    "/assets/x?X-Amz-Credential=a, x-none, 1",
    "/assets/x?x-amz-%63redential=a, x-none, 1",
    "/assets/x?AWSAccessKeyId=a, x-none, 1",
    "/assets/x?select&select-type=2, x-none, 1",
    "/minio/admin/v3/info, x-none, 1",
    "/other/x, x-none, 1",
    "/other/../assets/x, x-none, 1",
    "/, x-none, 1",
  })
  void writersDoorRefuses(String target, String header, String value) throws Exception {
    Writer writer = new Writer(droplet);

    assertThat(writer.put(target, header, value)).isEqualTo(403);
    assertThat(admin.listObjectVersions(r -> r.bucket(BUCKET).prefix("x")).versions())
        .noneMatch(version -> version.key().equals("x"));
  }

  /** The alarm on a full disk rests on this; nothing else of MinIO's own is shown. */
  @ParameterizedTest
  @CsvSource({
    "/minio/v2/metrics/cluster, true, 200",
    "/minio/v2/metrics/cluster, false, 403",
    "/minio/v2/metrics/cluster?x=1, true, 403",
    "/minio/v2/metrics/node, true, 403",
    "/minio/health/ready, true, 403",
  })
  void writersDoorTellsHowFullTheVolumeIs(String target, boolean token, int status)
      throws Exception {
    var secret = new com.fasterxml.jackson.databind.ObjectMapper().readTree(droplet.secretJson());
    String who =
        token ? prometheus(secret.get("accessKey").asText(), secret.get("secretKey").asText()) : "";

    assertThat(new Writer(droplet).get(target, "Authorization: Bearer " + who)).isEqualTo(status);
  }

  /** A token as MinIO's own client makes it for a scraper. */
  private static String prometheus(String accessKey, String secretKey) throws Exception {
    java.util.Base64.Encoder base64 = java.util.Base64.getUrlEncoder().withoutPadding();
    long end = Instant.now().plusSeconds(600).getEpochSecond();
    String claims = "{\"exp\":%d,\"sub\":\"%s\",\"iss\":\"prometheus\"}".formatted(end, accessKey);
    String body =
        base64.encodeToString("{\"alg\":\"HS512\",\"typ\":\"JWT\"}".getBytes(US_ASCII))
            + "."
            + base64.encodeToString(claims.getBytes(US_ASCII));
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA512");
    mac.init(new javax.crypto.spec.SecretKeySpec(secretKey.getBytes(US_ASCII), "HmacSHA512"));
    return body + "." + base64.encodeToString(mac.doFinal(body.getBytes(US_ASCII)));
  }

  /** Who steals the functions' secret can write and delete, but what was before can be had back. */
  @Test
  void replicatorsUserCannotDestroyWhatWas() throws Exception {
    put(admin, "history", new byte[] {1}, Map.of());
    String old = admin.headObject(r -> r.bucket(BUCKET).key("history")).versionId();
    var secret = new com.fasterxml.jackson.databind.ObjectMapper().readTree(droplet.secretJson());
    try (S3Client thief =
        AwsContractClient.connect(
            droplet.minio(), secret.get("accessKey").asText(), secret.get("secretKey").asText())) {
      List<ThrowableAssert.ThrowingCallable> forbidden =
          List.of(
              () -> thief.deleteObject(r -> r.bucket(BUCKET).key("history").versionId(old)),
              () -> deleteAsReplica(thief, old, Map.of()),
              () -> deleteAsReplica(thief, old, Map.of("X-Amz-Replication-Status", "REPLICA")),
              () -> deleteAsReplica(thief, old, Map.of("X-Minio-Source-DeleteMarker", "true")),
              () ->
                  thief.putBucketVersioning(
                      r -> r.bucket(BUCKET).versioningConfiguration(v -> v.status("Suspended"))),
              () -> thief.deleteBucketLifecycle(r -> r.bucket(BUCKET)),
              () -> thief.putBucketPolicy(r -> r.bucket(BUCKET).policy("{}")),
              () -> thief.createBucket(r -> r.bucket("another")));
      for (ThrowableAssert.ThrowingCallable call : forbidden) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
      }

      thief.deleteObject(r -> r.bucket(BUCKET).key("history"));
    }
    assertThat(
            admin
                .getObjectAsBytes(r -> r.bucket(BUCKET).key("history").versionId(old))
                .asByteArray())
        .containsExactly(1);
  }

  /** s3:ReplicateDelete allows no more than s3:DeleteObject does. */
  private static void deleteAsReplica(S3Client client, String version, Map<String, String> more) {
    client.deleteObject(
        r ->
            r.bucket(BUCKET)
                .key("history")
                .versionId(version)
                .overrideConfiguration(
                    c -> {
                      c.putHeader("X-Minio-Source-Replication-Request", "true");
                      more.forEach((name, value) -> c.putHeader(name, value));
                    }));
  }

  /** MinIO itself lets any writer overwrite a version by its id; only nginx prevents it. */
  @Test
  void writersDoorOverwritesNoVersion() throws Exception {
    put(admin, "kept", new byte[] {1}, Map.of());
    String old = admin.headObject(r -> r.bucket(BUCKET).key("kept")).versionId();

    assertThat(new Writer(droplet).put("/assets/kept?versionId=" + old, "x-none", "1"))
        .isEqualTo(403);

    assertThat(
            admin.getObjectAsBytes(r -> r.bucket(BUCKET).key("kept").versionId(old)).asByteArray())
        .containsExactly(1);
  }

  @Test
  void slowReaderOfALargeObjectKeepsNoWriterWaiting() throws IOException {
    byte[] large = new byte[200 << 20];
    put(admin, "large", large, Map.of());
    HttpResponse<InputStream> slow =
        send(
            edge,
            HttpRequest.newBuilder(droplet.origin().resolve("/large"))
                .version(HttpClient.Version.HTTP_1_1)
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = slow.body()) {
      assertThat(body.read()).isZero();

      // Held by a reader, it would end with 503 after five minutes.
      put(admin, "large", new byte[] {1}, Map.of());

      assertThat(body.readAllBytes()).as("the rest of the old object").hasSize((200 << 20) - 1);
    }
    assertThat(new Question("GET", "/large", Map.of()).ask(edge, droplet.origin()).body())
        .containsExactly(1);
  }

  /**
   * Asks the functions listener with their own certificate, by curl: any target and header goes.
   */
  private record Writer(RealDroplet droplet) {
    /** S3 refuses a signature without it, which curl does not send by itself. */
    private static final String BODY_HASH = "x-amz-content-sha256";

    private static final String SHA_256_OF_X =
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

    int put(String target, String header, String value) throws Exception {
      String hash = header.equals(BODY_HASH) ? "x-none: 1" : BODY_HASH + ": " + SHA_256_OF_X;
      return signed(
          target, "--data-binary", "x", "--header", header + ": " + value, "--header", hash);
    }

    private int signed(String target, String... more) throws Exception {
      List<String> all =
          new ArrayList<>(List.of("--request", "PUT", "--aws-sigv4", "aws:amz:us-east-1:s3"));
      all.addAll(List.of("--user", secret("accessKey") + ":" + secret("secretKey")));
      all.addAll(List.of(more));
      return ask(target, all.toArray(String[]::new));
    }

    String secret(String field) throws IOException {
      return new com.fasterxml.jackson.databind.ObjectMapper()
          .readTree(droplet.secretJson())
          .get(field)
          .asText();
    }

    int get(String target, String header) throws Exception {
      return ask(target, "--header", header);
    }

    private int ask(String target, String... more) throws Exception {
      java.nio.file.Path folder = java.nio.file.Files.createTempDirectory("writer-");
      for (String name : List.of("caPem", "clientCertPem", "clientKeyPem")) {
        java.nio.file.Files.writeString(folder.resolve(name), secret(name));
      }
      List<String> command =
          new ArrayList<>(
              List.of("curl", "--silent", "--path-as-is", "--output", "/dev/null", "--write-out"));
      command.addAll(List.of("%{http_code}", "--cacert", folder + "/caPem"));
      command.addAll(List.of("--cert", folder + "/clientCertPem"));
      command.addAll(List.of("--key", folder + "/clientKeyPem"));
      command.addAll(List.of(more));
      command.add(droplet.api() + target);
      Process curl =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return Integer.parseInt(new String(curl.getInputStream().readAllBytes(), US_ASCII));
    }
  }
}
