package dev.understudy.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.stack.AccessKeys;
import dev.understudy.lab.stack.StoreAccess;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class BucketComparisonTest {
  private static final AccessKeys KEYS = AccessKeys.of("access", "secret-key");

  private static S3Endpoint primaryServer;
  private static S3Endpoint standbyServer;

  private BucketClient primary;
  private BucketClient standby;
  private Writer toPrimary;
  private Writer toStandby;

  @BeforeAll
  static void start() {
    primaryServer = server();
    standbyServer = server();
  }

  @AfterAll
  static void stop() {
    primaryServer.close();
    standbyServer.close();
  }

  @BeforeEach
  void open(TestInfo test) {
    String bucket = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    primary = BucketClient.open(access(primaryServer, bucket));
    standby = BucketClient.open(access(standbyServer, bucket));
    toPrimary = Writer.open(access(primaryServer, bucket));
    toStandby = Writer.open(access(standbyServer, bucket));
  }

  @AfterEach
  void close() {
    toPrimary.close();
    toStandby.close();
    primary.close();
    standby.close();
  }

  @Test
  void findsNothingWhereBothSidesAreEqual() {
    both("a.txt", "one");
    both("b/ü + 100%.txt", "two");
    both("empty", "");

    BucketComparison.Result result = compare();

    assertThat(result.differences()).isEmpty();
    assertThat(result.objects()).isEqualTo(3);
    assertThat(result.bytes()).isEqualTo(6);
  }

  @Test
  void findsOtherBytesAndWhereTheyBegin() {
    write(toPrimary, "a.txt", "the same, then X", headers("no-cache"));
    write(toStandby, "a.txt", "the same, then Y", headers("no-cache"));

    assertThat(compare().differences())
        .contains(new Difference("a.txt", "the byte at 15", "58", "59"))
        .extracting(Difference::what)
        .containsExactly("etag", "the byte at 15");
  }

  @Test
  void findsAnObjectThatIsOnOneSideOnly() {
    write(toPrimary, "missing", "1", headers("no-cache"));
    write(toStandby, "orphan", "1", headers("no-cache"));

    assertThat(compare().differences())
        .containsExactly(
            new Difference("missing", "the object", "present", "absent"),
            new Difference("orphan", "the object", "absent", "present"));
  }

  @Test
  void findsOtherHeadersMetadataAndTags() {
    write(toPrimary, "a.txt", "1", headers("no-cache"));
    write(toStandby, "a.txt", "1", headers("public"));
    toPrimary.tag("a.txt", Map.of("stage", "second"));

    assertThat(compare().differences())
        .containsExactly(
            new Difference("a.txt", "cache-control", "no-cache", "public"),
            new Difference("a.txt", "tag stage", "second", "absent"),
            new Difference("a.txt", "x-amz-meta-of", "no-cache", "public"));
  }

  @Test
  void leavesReservedKeysToEachSide() {
    write(toStandby, ".understudy/check", "1", headers("no-cache"));
    write(toPrimary, ".origin/health", "1", headers("no-cache"));

    assertThat(compare()).isEqualTo(new BucketComparison.Result(0, 0, List.of()));
  }

  private BucketComparison.Result compare() {
    return BucketComparison.of(primary, standby, progress -> {});
  }

  private void both(String key, String content) {
    write(toPrimary, key, content, headers("no-cache"));
    write(toStandby, key, content, headers("no-cache"));
  }

  private static void write(Writer writer, String key, String content, ObjectHeaders headers) {
    writer.write(key, ObjectContent.of(content), headers);
  }

  private static ObjectHeaders headers(String cacheControl) {
    return new ObjectHeaders("text/plain", cacheControl, Map.of("of", cacheControl));
  }

  private static S3Endpoint server() {
    return S3Endpoint.builder()
        .quirks(Quirks.S3)
        .credentials(KEYS.accessKey(), KEYS.secretKey())
        .start();
  }

  private static StoreAccess access(S3Endpoint server, String bucket) {
    server.createBucket(bucket, true);
    return new StoreAccess(server.uri(), "us-east-1", KEYS, bucket, true);
  }
}
