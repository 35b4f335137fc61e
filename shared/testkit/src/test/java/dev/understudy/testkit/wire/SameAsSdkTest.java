package dev.understudy.testkit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.tls.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The adapters send what the SDK's {@code S3Client} sends for the same call. Prints its seed;
 * {@code -Dunderstudy.seed=N} repeats a run.
 */
class SameAsSdkTest {
  private static final int CALLS = 10_000;

  /** They name the client, the attempt or the time. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of(
          "user-agent",
          "connection",
          "amz-sdk-invocation-id",
          "amz-sdk-request",
          "x-amz-date",
          "authorization");

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=ak/\\d{8}/(.*), SignedHeaders=(.*), Signature=[0-9a-f]{64}");

  @TempDir Path folder;

  @Test
  void sendsWhatTheSdkSendsOverPlainHttp() {
    try (RawServer server = RawServer.plain(SameAsSdkTest::respond);
        RandomCalls calls = new RandomCalls(server.uri(), null, random())) {
      compare(server, calls, CALLS / 2);
    }
  }

  @Test
  void sendsWhatTheSdkSendsOverTls() {
    TestAuthority authority = new TestAuthority(folder);
    try (RawServer server =
            RawServer.tls(authority.server("localhost").serverContext(), SameAsSdkTest::respond);
        RandomCalls calls = new RandomCalls(server.uri(), authority, random())) {
      compare(server, calls, CALLS / 2);
    }
  }

  private static Random random() {
    Long given = Long.getLong("understudy.seed");
    long seed = given == null ? new Random().nextLong() : given;
    System.out.println("seed " + seed);
    return new Random(seed);
  }

  private static void compare(RawServer server, RandomCalls calls, int number) {
    for (int i = 0; i < number; i++) {
      RandomCalls.Pair pair = calls.next();
      pair.bySdk().run();
      List<String> expected = server.taken().stream().map(SameAsSdkTest::essence).toList();
      pair.byAdapter().run();
      List<String> sent = server.taken().stream().map(SameAsSdkTest::essence).toList();
      if (!sent.equals(expected)) {
        assertThat(sent).as("call %d: %s", i, pair.name()).isEqualTo(expected);
      }
    }
  }

  /** What must be equal, as text. Chunked signatures depend on the time, but not in length. */
  private static String essence(RawServer.Request request) {
    String[] target = request.target().split("\\?", 2);
    String[] query = target.length > 1 ? target[1].split("&") : new String[0];
    Arrays.sort(query);
    Map<String, List<String>> headers = new TreeMap<>(request.headers());
    headers.keySet().removeAll(OF_THE_CLIENT);
    String body =
        request.header("x-amz-content-sha256").startsWith("STREAMING")
            ? request.body().length + " bytes"
            : request.body().length < 10_000
                ? new String(request.body(), UTF_8)
                : "hash " + Arrays.hashCode(request.body());
    return String.join(
        "\n",
        request.method(),
        target[0],
        // A parameter without a value is signed as one with an empty value.
        Arrays.toString(query).replaceAll("=([],])", "$1"),
        headers.toString(),
        signature(request.header("authorization")),
        body);
  }

  private static String signature(String authorization) {
    Matcher parts = AUTHORIZATION.matcher(authorization);
    assertThat(parts.matches()).as(authorization).isTrue();
    return parts.group(1)
        + " "
        + parts.group(2).replace("amz-sdk-invocation-id;amz-sdk-request;", "");
  }

  /** A success of the operation. */
  private static void respond(RawServer.Request request, OutputStream out) throws IOException {
    String query = request.target().replaceFirst("^[^?]*\\??", "");
    String body = "";
    if (request.method().equals("POST")) {
      body =
          query.startsWith("uploads")
              ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
              : "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>";
    } else if (request.headers().containsKey("x-amz-copy-source")) {
      body = "<CopyPartResult><ETag>e</ETag></CopyPartResult>";
    } else if (request.method().equals("GET")) {
      body =
          query.contains("tagging")
              ? "<Tagging><TagSet></TagSet></Tagging>"
              : query.contains("list-type")
                  ? "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
                  : query.contains("uploadId")
                      ? "<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>"
                      : "<ListVersionsResult></ListVersionsResult>";
    }
    String head =
        "HTTP/1.1 200 OK\r\nDate: Sat, 28 Nov 2026 06:00:00 GMT\r\nETag: \"e-3\"\r\n"
            + "Last-Modified: Sat, 28 Nov 2026 05:00:00 GMT\r\nx-amz-tagging-count: 1\r\n"
            + "x-amz-mp-parts-count: 3\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    out.write((head + body).getBytes(UTF_8));
  }
}
