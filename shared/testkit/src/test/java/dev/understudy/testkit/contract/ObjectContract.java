package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Writing, reading and deleting one object. */
interface ObjectContract extends ContractFixture {

  @Test
  default void returnsWhatWasPut() {
    StoreAnswer written = put(bucket(), "a.txt", "hello");

    StoreAnswer read = client().get(bucket(), "a.txt", NONE, NONE);

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(bytes("hello"));
    assertThat(read.etag())
        .isEqualTo(ExpectedDigests.etag(bytes("hello")))
        .isEqualTo(written.etag());
    assertThat(read.header("content-length")).contains("5");
    assertThat(read.header("accept-ranges")).contains("bytes");
    assertThat(read.header("x-amz-version-id")).isEmpty();
    Instant modified =
        ZonedDateTime.parse(
                read.header("last-modified").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(modified).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  default void headSaysWhatGetSays() {
    Map<String, String> headers = Map.of("Cache-Control", "no-cache", "x-amz-meta-a", "b");
    client().put(bucket(), "a", bytes("hello"), headers);

    Map<String, String> get = new HashMap<>(client().get(bucket(), "a", NONE, NONE).headers());
    Map<String, String> head = client().head(bucket(), "a", NONE, NONE).headers();

    List.of("date", "x-amz-request-id", "x-amz-id-2").forEach(get::remove);
    get.keySet().removeIf(name -> name.startsWith("x-ratelimit-"));
    assertThat(head).containsAllEntriesOf(get);
  }

  @Test
  default void keepsAnEmptyObject() {
    put(bucket(), "empty", "");

    assertThat(read(bucket(), "empty")).isEmpty();
    assertThat(client().head(bucket(), "empty", NONE, NONE).header("content-length")).contains("0");
  }

  @Test
  default void keepsHeadersAndMetadataAsTheyWere() {
    Map<String, String> headers =
        Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Content-Encoding", "gzip",
            "Content-Language", "de, en",
            "Content-Disposition", "attachment; filename=\"a b.txt\"",
            "Cache-Control", "max-age=60, public",
            "Expires", "Wed, 21 Oct 2026 07:28:00 GMT",
            "x-amz-meta-Colour", "dark  blue",
            "x-amz-meta-a_b", "1",
            "x-amz-meta-a.b", "2");
    client().put(bucket(), "a", bytes("x"), headers);

    Map<String, String> read = client().head(bucket(), "a", NONE, NONE).headers();

    headers.forEach(
        (name, value) -> assertThat(read).containsEntry(name.toLowerCase(Locale.ROOT), value));
  }

  @Test
  default void overwritesMetadataAndTagsTogetherWithTheBody() {
    client().put(bucket(), "a", bytes("one"), Map.of("x-amz-meta-a", "1", "x-amz-tagging", "t=1"));

    put(bucket(), "a", "two");

    StoreAnswer read = client().get(bucket(), "a", NONE, NONE);
    assertThat(read.body()).isEqualTo(bytes("two"));
    assertThat(read.headers()).doesNotContainKeys("x-amz-meta-a", "x-amz-tagging-count");
    assertThat(client().tags(bucket(), "a")).isEmpty();
  }

  @Test
  default void keepsTagsOutsideTheObjectsEtagAndTime() {
    client().put(bucket(), "a", bytes("x"), Map.of("x-amz-tagging", "k1=v%201%2B&k2="));
    StoreAnswer before = client().head(bucket(), "a", NONE, NONE);

    assertThat(client().tags(bucket(), "a")).isEqualTo(Map.of("k1", "v 1+", "k2", ""));
    assertThat(client().get(bucket(), "a", NONE, NONE).header("x-amz-tagging-count")).contains("2");
    assertThat(before.header("x-amz-tagging-count")).contains("2");
    client().tag(bucket(), "a", Map.of("k3", "a+b=c"));
    assertThat(client().tags(bucket(), "a")).isEqualTo(Map.of("k3", "a+b=c"));
    client().tag(bucket(), "a", NONE);
    assertThat(client().tags(bucket(), "a")).isEmpty();

    StoreAnswer after = client().head(bucket(), "a", NONE, NONE);
    assertThat(after.header("x-amz-tagging-count")).isEmpty();
    assertThat(after.etag()).isEqualTo(before.etag());
    assertThat(after.header("last-modified")).isEqualTo(before.header("last-modified"));
  }

  @Test
  default void refusesMoreThanTenTags() {
    Map<String, String> tags = Map.of("x-amz-tagging", "1=&2=&3=&4=&5=&6=&7=&8=&9=&10=&11=");

    StoreErrorException refusal =
        refused(400, "", () -> client().put(bucket(), "a", bytes("x"), tags));

    assertThat(refusal.code()).isIn("BadRequest", "InvalidTag");
    refused(404, "NoSuchKey", () -> read(bucket(), "a"));
  }

  @Test
  default void deletesForGoodAndAgain() {
    put(bucket(), "a", "x");

    assertThat(client().delete(bucket(), "a", NONE, NONE).status()).isEqualTo(204);
    assertThat(client().delete(bucket(), "a", NONE, NONE).status()).isEqualTo(204);

    refused(404, "NoSuchKey", () -> read(bucket(), "a"));
    refused(404, "", () -> client().head(bucket(), "a", NONE, NONE));
  }

  @Test
  default void deletesManyAndCountsTheMissingOnesAsDeleted() {
    put(bucket(), "a", "x");
    put(bucket(), "b", "x");
    put(bucket(), "c&d", "x");

    assertThat(client().deleteAll(bucket(), List.of("a", "never", "c&d"), false))
        .containsExactlyInAnyOrder("a", "never", "c&d");
    assertThat(client().list(bucket(), ContractClient.Listing.under("")).keys())
        .containsExactly("b");
    assertThat(client().deleteAll(bucket(), List.of("b"), true)).isEmpty();

    assertThat(client().list(bucket(), ContractClient.Listing.under("")).entries()).isEmpty();
  }

  @Test
  default void saysWhatIsMissing() {
    String nowhere = "bucket-that-never-was";

    refused(404, "NoSuchKey", () -> read(bucket(), "never"));
    refused(404, "NoSuchKey", () -> client().tags(bucket(), "never"));
    refused(404, "NoSuchBucket", () -> read(nowhere, "a"));
    refused(404, "NoSuchBucket", () -> put(nowhere, "a", "x"));
    refused(404, "NoSuchBucket", () -> client().list(nowhere, ContractClient.Listing.under("")));
  }

  @Test
  default void refusesABodyThatIsNotWhatItsMd5Says() {
    Map<String, String> other =
        Map.of("Content-MD5", ExpectedDigests.base64("MD5", bytes("other")));
    Map<String, String> malformed = Map.of("Content-MD5", "short");

    refused(400, "BadDigest", () -> client().put(bucket(), "a", bytes("x"), other));
    refused(400, "InvalidDigest", () -> client().put(bucket(), "a", bytes("x"), malformed));

    refused(404, "NoSuchKey", () -> read(bucket(), "a"));
  }

  @Test
  default void limitsUserMetadata() {
    int prefixes = countsMetadataPrefix() ? 2 * "x-amz-meta-".length() : 0;
    int rest = 2048 - "a".length() - "b".length() - prefixes - 1000;
    String long1 = "v".repeat(1000);
    Map<String, String> most = Map.of("x-amz-meta-a", long1, "x-amz-meta-b", "v".repeat(rest));
    Map<String, String> more = Map.of("x-amz-meta-a", long1, "x-amz-meta-b", "v".repeat(rest + 1));

    client().put(bucket(), "a", bytes("x"), most);

    assertThat(client().head(bucket(), "a", NONE, NONE).headers()).containsAllEntriesOf(most);
    refused(400, "MetadataTooLarge", () -> client().put(bucket(), "b", bytes("x"), more));
  }

  /** Whether {@code x-amz-meta-} counts towards the 2 KiB. */
  boolean countsMetadataPrefix();
}
