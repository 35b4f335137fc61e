package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.emulators.s3.Fault;
import dev.understudy.emulators.s3.Quirks;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Everything that is replicated with an object's bytes, and every change of an object: from a
 * writer's PUT to the replica's HEAD. Runs against the emulated endpoint and a real MinIO.
 */
abstract class EveryKindOfObject extends ProxiedStores {
  private static final List<String> KEY_PIECES =
      List.of(
          "a",
          "b",
          "A",
          " ",
          ".",
          "..",
          "/",
          "//",
          "\\",
          "%",
          "%2F",
          "+",
          "&",
          "#",
          "?",
          "'",
          "\"",
          "<",
          "é",
          "e\u0301",
          "\ud83d\ude00",
          "\uff5e",
          "\u0001",
          "\t",
          "~",
          "__XLDIR__",
          "x".repeat(100),
          ":",
          "*",
          "|",
          "$(x)",
          ".understudy/");

  private static final String EXPIRES = "Fri, 01 Sep 2028 01:01:01 GMT";

  private static final List<String> VALUE_PIECES =
      List.of(
          "a",
          " ",
          "\"",
          "\\",
          "%",
          "+",
          "=?UTF-8?B?w6k=?=",
          "${jndi:x}",
          ",",
          ";",
          "=",
          "<",
          "&",
          "'",
          "{",
          "}");

  /** The SDK sends aws-chunked with every upload, so this primary shows it on every object. */
  @Override
  protected Quirks primaryQuirks() {
    return Quirks.KEEPS_AWS_CHUNKED;
  }

  /** S3 returns non-ASCII metadata in the form of RFC 2047, and that text is copied. */
  @Test
  void keepsMetadataAsS3ReturnsIt() {
    put("a", r -> r.metadata(Map.of("title", "=?UTF-8?B?Y2Fmw6k=?=", "empty", "")));

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(head("a").metadata()).containsEntry("title", "=?UTF-8?B?Y2Fmw6k=?=");
    assertThat(head("a").metadata()).isEqualTo(original("a").metadata());
  }

  @Test
  void keepsAsMuchMetadataAsMinioTakes() {
    Map<String, String> most = fortyPairs(2048 / 40 - "x-amz-meta-k00".length());
    put("a", r -> r.metadata(most));

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(head("a").metadata()).isEqualTo(most);
  }

  /** S3 does not count the prefix of each name. */
  @Test
  void leavesOutTheMetadataThatDoesNotFit() {
    Map<String, String> more = fortyPairs(2048 / 40 - "k00".length());
    put("a", r -> r.metadata(more));

    assertLeftOut("a", "metadata k33");

    assertThat(replica("a")).hasValue("x");
    assertThat(head("a").metadata()).hasSize(33).containsKey("k32");
    assertThat(more.entrySet()).containsAll(head("a").metadata().entrySet());
    assertInSync("a");
  }

  @Test
  void refusesMoreByNameAndKeepsTheOldReplicaWhereLabelsMustNotBeLeftOut() {
    configure(Map.of("LABELS_NOT_HELD", "refuse"));
    write("a", "old");
    call("a");
    put("a", r -> r.metadata(fortyPairs(2048 / 40 - "k00".length())));

    assertRefused("a", "metadata_too_large");

    assertThat(replica("a")).hasValue("old");
  }

  private static Map<String, String> fortyPairs(int length) {
    return IntStream.range(0, 40)
        .boxed()
        .collect(Collectors.toMap(i -> "k%02d".formatted(i), i -> "v".repeat(length)));
  }

  /** MinIO would unpack the object into the bucket. */
  @Test
  void doesNotPassOnMetadataThatMinioWouldObey() {
    put(
        "a.tar",
        r ->
            r.metadata(
                Map.of("snowball-auto-extract", "true", "minio-snowball-prefix", "x", "k", "v")));

    assertThat(call("a.tar")).isEqualTo(DONE);

    assertThat(head("a.tar").metadata()).isEqualTo(Map.of("k", "v"));
  }

  @Test
  void keepsTagsOfAllLegalCharacters() {
    Map<String, String> tags = new HashMap<>();
    tags.put("a b+c-d=e._:/@", "A B+C-D=E._:/@");
    tags.put("k".repeat(128), "v".repeat(256));
    tags.put("empty", "");
    IntStream.range(0, 7).forEach(i -> tags.put("tag" + i, "" + i));
    write("a", "x");
    tag("a", tags);

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(tags("a")).isEqualTo(tags);
  }

  /** S3 accepts letters of any script, MinIO does not. */
  @Test
  void leavesOutTagsOutsideAscii() {
    write("a", "x");
    tag("a", Map.of("Abteilung", "Büro", "team", "web"));

    assertLeftOut("a", "tag Abteilung");

    assertThat(replica("a")).hasValue("x");
    assertThat(tags("a")).isEqualTo(Map.of("team", "web"));
    assertInSync("a");
  }

  @Test
  void refusesTagsOutsideAsciiByNameWhereLabelsMustNotBeLeftOut() {
    configure(Map.of("LABELS_NOT_HELD", "refuse"));
    write("a", "x");
    tag("a", Map.of("Größe", "1"));

    assertRefused("a", "tags_not_accepted");
  }

  /** S3 limits each tag, MinIO all headers of a request. */
  @Test
  void leavesOutTagsThatDoNotFitIntoARequest() {
    Map<String, String> tags = new HashMap<>();
    IntStream.range(0, 10).forEach(i -> tags.put(i + "/".repeat(127), "/".repeat(256)));
    write("a", "x");
    tag("a", tags);

    assertLeftOut("a", "tag 5//");

    assertThat(tags("a")).hasSize(5);
    assertInSync("a");
  }

  @Test
  void encodesAFileNameOutsideAscii() {
    writeWithHeader("a", "Content-Disposition", "attachment; filename=\"Größe.pdf\"");

    assertThat(logOf("a")).contains("\"outcome\":\"Copied\"").doesNotContain("leftOut");

    assertThat(replica("a")).hasValue("x");
    assertThat(head("a").contentDisposition())
        .isEqualTo("attachment; filename=\"Gr__e.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf");
    assertInSync("a");
  }

  /** A replica always has a type. */
  @Test
  void leavesOutOtherHeadersOutsideAscii() {
    writeWithHeader("a", "Content-Type", "text/größe");
    writeWithHeader("b", "Content-Language", "größer");

    assertLeftOut("a", "header content-type");
    assertLeftOut("b", "header content-language");

    assertThat(head("a").contentType()).isEqualTo("binary/octet-stream");
    assertThat(head("b").contentLanguage()).isNull();
    assertInSync("a");
    assertInSync("b");
  }

  @Test
  void refusesHeadersOutsideAsciiWhereLabelsMustNotBeLeftOut() {
    configure(Map.of("LABELS_NOT_HELD", "refuse"));
    writeWithHeader("a", "Content-Language", "größer");

    assertRefused("a", "header_not_ascii");
  }

  @Test
  void leavesOutLabelsOfAMultipartUploadToo() {
    writer.putObject(
        r -> r.bucket("primary").key("large").metadata(Map.of("k", "v".repeat(2040))),
        RequestBody.fromBytes(new byte[9 << 20]));
    tag("large", Map.of("Abteilung", "Büro"));

    assertThat(callPatiently("large")).isEqualTo(DONE);

    assertThat(head("large").metadata()).isEmpty();
    assertInSync("large");
  }

  private void assertLeftOut(String key, String label) {
    assertThat(logOf(key))
        .contains("\"outcome\":\"Copied\"", "\"LabelsLeftOut\":1", "\"leftOut\":[\"" + label);
  }

  @Test
  void seesTagsChangeAndGo() {
    write("a", "x");
    call("a");

    tag("a", Map.of("k", "v"));
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(tags("a")).isEqualTo(Map.of("k", "v"));

    writer.deleteObjectTagging(r -> r.bucket("primary").key("a"));
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(tags("a")).isEmpty();
  }

  @Test
  void seesMetadataAndHeadersChange() {
    write("a", "x");
    call("a");
    writer.copyObject(
        r ->
            r.sourceBucket("primary")
                .sourceKey("a")
                .destinationBucket("primary")
                .destinationKey("a")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/html")
                .cacheControl("max-age=1")
                .metadata(Map.of("k", "v")));

    assertThat(call("a")).isEqualTo(DONE);

    HeadObjectResponse replica = head("a");
    assertThat(replica.contentType()).isEqualTo("text/html");
    assertThat(replica.cacheControl()).isEqualTo("max-age=1");
    assertThat(replica.metadata()).isEqualTo(Map.of("k", "v"));
  }

  /** docs/replicas.md, "A change of labels alone". */
  @Test
  void changesLabelsOfALargeObjectWithoutItsBytes() {
    String key = "large +%é.png";
    write(key, "new ".repeat(3 << 20));
    assertThat(callPatiently(key)).isEqualTo(DONE);

    tag(key, Map.of("scan", "clean"));
    assertThat(logOf(key)).contains("\"outcome\":\"Relabeled\"");
    assertThat(tags(key)).isEqualTo(Map.of("scan", "clean"));

    writer.copyObject(
        r ->
            r.sourceBucket("primary")
                .sourceKey(key)
                .destinationBucket("primary")
                .destinationKey(key)
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("k", "other")));
    assertThat(logOf(key)).contains("\"outcome\":\"Relabeled\"");

    assertThat(head(key).metadata()).isEqualTo(Map.of("k", "other"));
    assertThat(head(key).eTag()).isEqualTo(etagOfUpload(original(key).eTag()));
    assertThat(replica(key)).hasValue(content(key));
    assertInSync(key);
  }

  /** The ETag, in quotes, of a replica above 8 MiB whose original has this ETag. */
  String etagOfUpload(String original) {
    return original;
  }

  /** MinIO drops it silently, so it must not count as a difference. */
  @Test
  void leavesAnExpiresOutThatIsNoDate() {
    put("a", r -> r.overrideConfiguration(o -> o.putHeader("Expires", "soon")));

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(original("a").expiresString()).isEqualTo("soon");
    assertThat(head("a").expiresString()).isNull();
    assertInSync("a");
  }

  /** S3 returns the text as it was written, MinIO an HTTP-date. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fri, 1 Sep 2028 01:01:01 GMT",
        "Fri, 01 Sep 2028 03:01:01 +0200",
        "Fri, 01 Sep 2028 01:01:01",
        "Mon, 01 Sep 2028 01:01:01 GMT",
        "Friday, 01-Sep-28 01:01:01 GMT"
      })
  void keepsAnExpiresThatIsWrittenInAnotherForm(String text) {
    put("a", r -> r.overrideConfiguration(o -> o.putHeader("Expires", text)));

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(original("a").expiresString()).isEqualTo(text);
    assertThat(head("a").expiresString()).isEqualTo(EXPIRES);
    assertInSync("a");
  }

  /** The S3 Encryption Client writes it. MinIO never returns it. */
  @Test
  void leavesMetadataOutThatMinioHides() {
    put(
        "a",
        r ->
            r.metadata(
                Map.of(
                    "x-amz-unencrypted-content-length", "7",
                    "x-amz-unencrypted-content-md5", "abc",
                    "x-amz-iv", "iv")));

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(original("a").metadata()).hasSize(3);
    assertThat(head("a").metadata()).isEqualTo(Map.of("x-amz-iv", "iv"));
    assertInSync("a");
  }

  /** Some stores keep this encoding of a signed upload as the object's. MinIO removes it. */
  @Test
  void leavesAwsChunkedOutOfTheContentEncoding() {
    put("plain", r -> {});
    put("zipped", r -> r.contentEncoding("gzip"));

    assertThat(call("plain")).isEqualTo(DONE);
    assertThat(call("zipped")).isEqualTo(DONE);

    assertThat(original("plain").contentEncoding()).isEqualTo("aws-chunked");
    assertThat(original("zipped").contentEncoding()).contains("aws-chunked");
    assertThat(head("plain").contentEncoding()).isNull();
    assertThat(head("zipped").contentEncoding()).isEqualTo("gzip");
    assertInSync("plain");
    assertInSync("zipped");
  }

  /** MinIO would guess image/png from the suffix. */
  @Test
  void givesAnObjectWithAnEmptyTypeTheDefault() {
    put("a.png", r -> r.overrideConfiguration(o -> o.putHeader("Content-Type", "")));

    assertThat(call("a.png")).isEqualTo(DONE);

    assertThat(original("a.png").contentType()).isNullOrEmpty();
    assertThat(head("a.png").contentType()).isEqualTo("binary/octet-stream");
    assertInSync("a.png");
  }

  @Test
  void keepsTheSameFormsInAMultipartUpload() {
    writer.putObject(
        r ->
            r.bucket("primary")
                .key("large.png")
                .metadata(Map.of("x-amz-unencrypted-content-length", "7"))
                .overrideConfiguration(
                    o ->
                        o.putHeader("Content-Type", "")
                            .putHeader("Expires", "Fri, 1 Sep 2028 01:01:01 GMT")),
        RequestBody.fromBytes(new byte[9 << 20]));

    assertThat(callPatiently("large.png")).isEqualTo(DONE);

    HeadObjectResponse replica = head("large.png");
    assertThat(replica.contentType()).isEqualTo("binary/octet-stream");
    assertThat(replica.contentEncoding()).isNull();
    assertThat(replica.expiresString()).isEqualTo(EXPIRES);
    assertThat(replica.metadata()).isEmpty();
    assertInSync("large.png");
  }

  /** S3's default, which no other store has. */
  @Test
  void keepsTheTypeOfAnObjectThatWasGivenNone() {
    put("a", r -> r.contentType("binary/octet-stream"));

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(head("a").contentType()).isEqualTo("binary/octet-stream");
  }

  /** docs/limits.md: it is not replicated, and is no reason to refuse the object. */
  @Test
  void copiesAnObjectWithARedirectWithoutIt() {
    put("a", r -> r.websiteRedirectLocation("/b"));

    assertThat(call("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue("x");
    assertThat(head("a").websiteRedirectLocation()).isNull();
    assertInSync("a");
  }

  @Test
  void keepsTheOldReplicaOfAnArchivedObjectUntilItIsRestored() {
    write("a", "old");
    call("a");
    write("a", "archived");
    primaryFault.set(Fault.refuse(403, "InvalidObjectState"));

    assertRefused("a", "archived");
    assertThat(replica("a")).hasValue("old");

    primaryFault.set(Fault.NONE);
    assertThat(call("a")).as("on ObjectRestore:Completed").isEqualTo(DONE);
    assertThat(replica("a")).hasValue("archived");
  }

  /** Without the delete marker, readers see the version below it again, with its old time. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void followsADeletionThatIsUndone(boolean replicatedMeanwhile) {
    write("a", "one");
    call("a");
    String marker = writer.deleteObject(r -> r.bucket("primary").key("a")).versionId();
    if (replicatedMeanwhile) {
      assertThat(call("a")).isEqualTo(DONE);
      assertThat(replica("a")).isEmpty();
    }

    writer.deleteObject(r -> r.bucket("primary").key("a").versionId(marker));
    assertThat(call("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue("one");
  }

  @Test
  void followsAVersionThatIsTakenBack() {
    write("a", "one");
    call("a");
    String second =
        writer
            .putObject(r -> r.bucket("primary").key("a"), RequestBody.fromString("two"))
            .versionId();
    call("a");
    assertThat(replica("a")).hasValue("two");

    writer.deleteObject(r -> r.bucket("primary").key("a").versionId(second));
    assertThat(call("a")).isEqualTo(DONE);

    assertThat(replica("a")).hasValue("one");
  }

  @Test
  void followsAPrimaryWhoseVersioningIsSuspended() {
    write("a", "one");
    call("a");
    writer.putBucketVersioning(
        r ->
            r.bucket("primary")
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.SUSPENDED)));

    write("a", "two");
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue("two");

    writer.deleteObject(r -> r.bucket("primary").key("a"));
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(replica("a")).isEmpty();

    write("a", "three");
    assertThat(call("a")).isEqualTo(DONE);
    assertThat(replica("a")).hasValue("three");
  }

  /**
   * Keys, metadata and tags of characters that are special to file systems, shells and parsers.
   * Each object is copied unchanged or refused by name, and never overwrites another replica.
   * Prints its seed; {@code -Dunderstudy.seed=N} repeats a run.
   */
  @Test
  void keepsOrRefusesWhateverAWriterThinksOf() {
    Long given = Long.getLong("understudy.seed");
    long seed = given == null ? new Random().nextLong() : given;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Set<String> copied = new HashSet<>();
    Set<String> refused = new HashSet<>();
    for (int number = 0; number < 200; number++) {
      String key = text(random, KEY_PIECES, 1 + random.nextInt(6));
      String content = key + number;
      Map<String, String> metadata =
          Map.of("a-" + number, text(random, VALUE_PIECES, 1 + random.nextInt(8)).strip());
      writer.putObject(
          r -> r.bucket("primary").key(key).metadata(metadata), RequestBody.fromString(content));
      String log = logOf(key);
      (log.contains("\"outcome\":\"Copied\"") ? copied : refused).add(key);
      assertThat(log).containsPattern("\"outcome\":\"(Copied|Refused)\"");
    }

    assertThat(copied).hasSizeGreaterThan(20);
    assertThat(refused).hasSizeGreaterThan(5).doesNotContainAnyElementsOf(copied);
    for (String key : copied) {
      assertThat(replica(key)).as(key).isEqualTo(Optional.of(content(key)));
      assertThat(head(key).metadata()).as(key).isEqualTo(original(key).metadata());
    }
  }

  final String content(String key) {
    return writer.getObjectAsBytes(r -> r.bucket("primary").key(key)).asUtf8String();
  }

  private static String text(Random random, List<String> pieces, int count) {
    return random.ints(count, 0, pieces.size()).mapToObj(pieces::get).collect(Collectors.joining());
  }

  private void put(String key, Consumer<PutObjectRequest.Builder> more) {
    writer.putObject(
        r -> {
          r.bucket("primary").key(key);
          more.accept(r);
        },
        RequestBody.fromString("x"));
  }

  private void tag(String key, Map<String, String> tags) {
    writer.putObjectTagging(
        r ->
            r.bucket("primary")
                .key(key)
                .tagging(
                    t ->
                        t.tagSet(
                            tags.entrySet().stream()
                                .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
                                .toList())));
  }

  private Map<String, String> tags(String key) {
    return reader.getObjectTagging(r -> r.bucket(standby.bucket()).key(key)).tagSet().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private HeadObjectResponse head(String key) {
    return reader.headObject(r -> r.bucket(standby.bucket()).key(key));
  }

  private HeadObjectResponse original(String key) {
    return writer.headObject(r -> r.bucket("primary").key(key));
  }

  private void assertInSync(String key) {
    assertThat(logOf(key)).contains("\"outcome\":\"InSync\"");
  }

  private void assertRefused(String key, String reason) {
    assertThat(logOf(key))
        .contains("\"outcome\":\"Refused\"")
        .contains("\"reason\":\"%s\"".formatted(reason));
  }

  /** The log line of a settled hint. */
  private String logOf(String key) {
    try {
      return LogLines.during(() -> assertThat(call(key)).isEqualTo(DONE));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
