package dev.understudy.emulators.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The contract in the behaviour of MinIO, and each field of {@link Quirks} as it was measured. */
class MinioBehaviourTest extends SharedEndpointContract {
  @Override
  Quirks quirks() {
    return Quirks.MINIO;
  }

  @ParameterizedTest
  @CsvSource({
    "a//b, XMinioInvalidObjectName", "a//, XMinioInvalidObjectName",
    "./a, XMinioInvalidResourceName", "a/../b, XMinioInvalidResourceName",
    "a\\..\\b, XMinioInvalidResourceName"
  })
  void refusesKeys(String key, String code) {
    assertFails(400, code, () -> put(key, "x"));
  }

  @Test
  void refusesLongSegments() {
    put("s".repeat(255), "x");
    assertFails(400, "XMinioInvalidObjectName", () -> put("s".repeat(256), "x"));
    put("t".repeat(246) + "/", "x");
    assertFails(400, "XMinioInvalidObjectName", () -> put("t".repeat(247) + "/", "x"));
  }

  @Test
  void storesSomeKeysUnderOtherNames() {
    put("a", "first");
    put("/a", "second");
    assertThat(listed("", 10)).containsExactly("a");
    assertThat(aws.getObjectAsBytes(r -> r.bucket("bucket").key("a")).asUtf8String())
        .isEqualTo("second");

    put("x/", "directory");
    aws.deleteObject(r -> r.bucket("bucket").key("x__XLDIR__"));
    assertThat(listed("", 10)).containsExactly("a");
  }

  @Test
  void hidesWhatLiesUnderAnObjectsName() {
    put("a", "x");
    put("a/b", "x");
    put("a/", "x");
    put("a0", "x");
    assertThat(listed("", 10)).containsExactly("a", "a/", "a0");
    assertThat(aws.headObject(r -> r.bucket("bucket").key("a/b")).contentLength()).isEqualTo(1);

    aws.deleteObject(r -> r.bucket("bucket").key("a"));
    assertThat(listed("", 10)).containsExactly("a/", "a/b", "a0");
  }

  @Test
  void neverVersionsAKeyThatEndsInASlash() {
    versioned();
    put("d/", "1");
    put("d/", "2");

    assertThat(aws.listObjectVersions(r -> r.bucket("bucket")).versions()).hasSize(1);
    aws.deleteObject(r -> r.bucket("bucket").key("d/"));
    assertThat(aws.listObjectVersions(r -> r.bucket("bucket")).deleteMarkers()).isEmpty();
  }

  @Test
  void deletesWhateverTheConditionSays() {
    put("k", "x");

    aws.deleteObject(r -> r.bucket("bucket").key("k").ifMatch("\"other\""));

    assertThat(listed("", 10)).isEmpty();
  }

  @Test
  void addsNoMarkerWhereThereIsNothingToDelete() {
    versioned();

    assertThat(aws.deleteObject(r -> r.bucket("bucket").key("never")).versionId()).isNull();
    put("k", "x");
    String marker = aws.deleteObject(r -> r.bucket("bucket").key("k")).versionId();
    assertThat(aws.deleteObject(r -> r.bucket("bucket").key("k")).versionId()).isEqualTo(marker);
    assertThat(aws.listObjectVersions(r -> r.bucket("bucket")).deleteMarkers()).hasSize(1);
  }

  @Test
  void mixesServerTimeAndGivenTimeAtTheCallersPeril() {
    versioned();
    put("k", "old");
    aws.deleteObject(r -> r.bucket("bucket").key("k"));

    given("k", "past", "2001-01-01T00:00:00Z");
    assertFails(404, "NoSuchKey", () -> get(r -> {}));

    given("k", "future", "2100-01-01T00:00:00Z");
    put("k", "now");
    aws.deleteObject(r -> r.bucket("bucket").key("k"));
    assertThat(get(r -> {})).isEqualTo("future");
  }

  @Test
  void takesTheLastArrivalWithoutVersions() {
    given("k", "new", "2026-01-01T00:00:20Z");
    given("k", "old", "2026-01-01T00:00:10.123456789Z");

    assertThat(get(r -> {})).isEqualTo("old");
    assertThat(aws.headObject(r -> r.bucket("bucket").key("k")).lastModified())
        .isEqualTo("2026-01-01T00:00:10Z");
    assertThat(aws.listObjectsV2(r -> r.bucket("bucket")).contents().get(0).lastModified())
        .isEqualTo("2026-01-01T00:00:10.123Z");
    assertFails(400, "InvalidArgument", () -> given("k", "x", "yesterday"));
  }

  @Test
  void countsTheNamesPrefixAsMetadata() {
    Map<String, String> metadata = Map.of("n", "v".repeat(2048 - "x-amz-meta-n".length()));
    aws.putObject(r -> r.bucket("bucket").key("k").metadata(metadata), RequestBody.fromString("x"));
    Map<String, String> more = Map.of("n", "v".repeat(2049 - "x-amz-meta-n".length()));

    assertFails(
        400,
        "MetadataTooLarge",
        () ->
            aws.putObject(
                r -> r.bucket("bucket").key("k").metadata(more), RequestBody.fromString("x")));
  }

  @Test
  void limitsTagsStorageClassesAndEncryption() {
    assertFails(400, "InvalidTag", () -> tagged("caf%C3%A9=1"));
    assertFails(
        400,
        "InvalidStorageClass",
        () ->
            aws.putObject(
                r -> r.bucket("bucket").key("k").storageClass("GLACIER"),
                RequestBody.fromString("x")));
    assertFails(
        501,
        "NotImplemented",
        () ->
            aws.putObject(
                r -> r.bucket("bucket").key("k").serverSideEncryption("AES256"),
                RequestBody.fromString("x")));
    assertFails(
        400,
        "XAmzContentChecksumMismatch",
        () ->
            aws.putObject(
                r -> r.bucket("bucket").key("k").checksumCRC32("AAAAAA=="),
                RequestBody.fromString("x")));
  }

  @Test
  void locksAKeyForTheWholeBodyOfAConditionalPut() throws Exception {
    put("k", "before");
    put("other", "x");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread writer =
        new Thread(
            () ->
                aws.putObject(
                    r -> r.bucket("bucket").key("k").ifMatch(etag("k")),
                    RequestBody.fromInputStream(new HeldStream(begun, goOn), 200_000)));
    writer.start();
    begun.await();
    AtomicInteger seen = new AtomicInteger(-1);
    Thread reader = new Thread(() -> seen.set(get(r -> {}).length()));
    reader.start();

    assertThat(aws.headObject(r -> r.bucket("bucket").key("other")).contentLength()).isEqualTo(1);
    assertThat(listed("", 10)).containsExactly("k", "other");
    reader.join(300);
    assertThat(reader.isAlive()).as("a reader of the locked key waits").isTrue();
    assertThat(seen).hasValue(-1);

    goOn.countDown();
    writer.join();
    reader.join();
    assertThat(seen).as("and sees the new body").hasValue(200_000);
  }

  private String etag(String key) {
    return aws.headObject(r -> r.bucket("bucket").key(key)).eTag();
  }

  private void tagged(String tagging) {
    aws.putObject(r -> r.bucket("bucket").key("k").tagging(tagging), RequestBody.fromString("x"));
  }

  private void given(String key, String content, String time) {
    aws.putObject(
        r ->
            r.bucket("bucket")
                .key(key)
                .overrideConfiguration(o -> o.putHeader("X-Minio-Source-Mtime", time)),
        RequestBody.fromString(content));
  }

  private void versioned() {
    aws.putBucketVersioning(
        r -> r.bucket("bucket").versioningConfiguration(v -> v.status("Enabled")));
  }

  /** A body whose second half comes when it is let go. */
  private static final class HeldStream extends InputStream {
    private final CountDownLatch begun;
    private final CountDownLatch goOn;
    private int position;

    HeldStream(CountDownLatch begun, CountDownLatch goOn) {
      this.begun = begun;
      this.goOn = goOn;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      buffer[offset] = 'x';
      return read() < 0 ? -1 : 1;
    }

    @Override
    public int read() {
      if (position == 150_000) {
        begun.countDown();
        try {
          assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return position++ < 200_000 ? 'x' : -1;
    }
  }
}
