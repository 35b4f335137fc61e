package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ConditionContract.match;
import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.understudy.testkit.contract.ContractClient.CopyRange;
import dev.understudy.testkit.contract.ContractClient.Entry;
import dev.understudy.testkit.contract.ContractClient.Listing;
import dev.understudy.testkit.contract.ContractClient.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract in the behaviour of MinIO. Each override and further test is a difference from
 * Amazon S3, measured on MinIO's last public commit.
 */
public abstract class MinioStoreContract extends StoreContract {
  private static final String TIME = "X-Minio-Source-Mtime";
  private static final String ETAG = "X-Minio-Source-Etag";
  private static final String MARKER = "X-Minio-Source-Replication-Request";

  /** Whether the time and the ETag of a request count only together with the marker. */
  protected boolean needsMarker() {
    return false;
  }

  /** MinIO does: 2049 bytes with the prefixes are refused. */
  @Override
  public boolean countsMetadataPrefix() {
    return true;
  }

  /** MinIO keeps what the client sent, and adds nothing. */
  @Override
  @Test
  public void knowsAChecksumOfEveryObject() {
    byte[] body = bytes("x");
    Map<String, String> sent =
        Map.of("x-amz-checksum-sha256", ExpectedDigests.base64("SHA-256", body));
    client().put(bucket(), "a", body, sent);

    StoreAnswer head = client().head(bucket(), "a", Map.of("x-amz-checksum-mode", "ENABLED"), NONE);

    assertThat(head.headers()).containsAllEntriesOf(sent);
  }

  @Test
  public void copiesPartsOfAnObject() {
    String source = "from \u00e9+%&?#";
    byte[] whole =
        Arrays.copyOf(
            UploadContract.FIRST, UploadContract.FIRST.length + UploadContract.LAST.length);
    System.arraycopy(
        UploadContract.LAST, 0, whole, UploadContract.FIRST.length, UploadContract.LAST.length);
    String etag = client().put(bucket(), source, whole, NONE).etag();
    String id = client().beginUpload(bucket(), source, Map.of("x-amz-meta-a", "b"));
    CopyRange head = new CopyRange(0, UploadContract.FIRST.length - 1, etag);
    CopyRange tail = new CopyRange(UploadContract.FIRST.length, whole.length - 1, etag);

    List<Part> parts =
        List.of(
            client().copyPart(bucket(), source, source, id, 1, head),
            client().copyPart(bucket(), source, source, id, 2, tail));
    client().complete(bucket(), source, id, parts, match(etag));

    StoreAnswer read = client().get(bucket(), source, NONE, NONE);
    assertThat(parts.get(1).etag()).isEqualTo(ExpectedDigests.etag(UploadContract.LAST));
    assertThat(read.etag())
        .isEqualTo(ExpectedDigests.multipartEtag(UploadContract.FIRST, UploadContract.LAST));
    assertThat(ExpectedDigests.etag(read.body())).isEqualTo(etag);
    assertThat(read.header("x-amz-meta-a")).contains("b");
  }

  @Test
  public void copiesNoPartOfAnotherObject() {
    String etag = put(bucket(), "a", "hello").etag();
    String id = client().beginUpload(bucket(), "a", NONE);
    CopyRange right = new CopyRange(0, 4, etag);
    CopyRange wrong = new CopyRange(0, 4, "0".repeat(32));

    refused(412, "PreconditionFailed", () -> client().copyPart(bucket(), "a", "a", id, 1, wrong));
    refused(404, "NoSuchKey", () -> client().copyPart(bucket(), "never", "a", id, 1, right));
    client().abort(bucket(), "a", id);
    refused(404, "NoSuchUpload", () -> client().copyPart(bucket(), "a", "a", id, 1, right));
  }

  /** MinIO has no conditional CopyObject: the condition on the current object is ignored. */
  @Test
  public void copiesOverAnyObject() {
    put(bucket(), "from", "new");
    put(bucket(), "to", "old");

    client().copy(bucket(), "from", "to", match("0".repeat(32)));

    assertThat(read(bucket(), "to")).isEqualTo("new");
  }

  /** A copy does not keep the ETag that the object was given. */
  @Test
  public void copiesUnderAnEtagOfItsOwn() {
    Map<String, String> given = Map.of("X-Minio-Source-Etag", "0123456789abcdef-2");
    client().put(versioned(), "a", bytes("x"), given);
    Map<String, String> replace = new TreeMap<>(given);
    replace.put("x-amz-metadata-directive", "REPLACE");

    client().copy(versioned(), "a", "a", replace);

    assertThat(client().head(versioned(), "a", NONE, NONE).etag())
        .isEqualTo(ExpectedDigests.etag(bytes("x")));
  }

  /** MinIO has no conditional DELETE. */
  @Override
  @Test
  public void deletesOnlyTheKnownEtag() {
    put(bucket(), "a", "one");

    client().delete(bucket(), "a", match("0".repeat(32)), NONE);

    refused(404, "NoSuchKey", () -> read(bucket(), "a"));
  }

  /** MinIO evaluates it, and refuses a write over an object with this ETag. */
  @Override
  @Test
  public void refusesAnEtagInIfNoneMatchOfAWrite() {
    String etag = put(bucket(), "a", "one").etag();

    refused(
        412,
        "PreconditionFailed",
        () -> client().put(bucket(), "a", bytes("x"), Map.of("If-None-Match", '"' + etag + '"')));
    client().put(bucket(), "a", bytes("two"), Map.of("If-None-Match", "\"other\""));

    assertThat(read(bucket(), "a")).isEqualTo("two");
  }

  /** MinIO forgets an upload that is completed. */
  @Override
  @Test
  public void completesTwice() {
    String id = client().beginUpload(bucket(), "a", NONE);
    List<Part> parts = List.of(client().uploadPart(bucket(), "a", id, 1, bytes("x")));
    client().complete(bucket(), "a", id, parts, NONE);

    refused(404, "NoSuchUpload", () -> client().complete(bucket(), "a", id, parts, NONE));
    refused(
        412,
        "PreconditionFailed",
        () -> client().complete(bucket(), "a", id, parts, ConditionContract.ABSENT));
  }

  /** MinIO also evaluates conditions on CreateMultipartUpload. */
  @Test
  public void judgesConditionsOnBeginningAnUpload() {
    put(bucket(), "a", "x");

    refused(
        412,
        "PreconditionFailed",
        () -> client().beginUpload(bucket(), "a", ConditionContract.ABSENT));
  }

  /** MinIO adds a delete marker only to an existing object. */
  @Override
  @Test
  public void marksEveryDelete() {
    assertThat(client().delete(versioned(), "never", NONE, NONE).status()).isEqualTo(204);
    assertThat(client().versions(versioned(), "")).isEmpty();
    put(versioned(), "a", "x");

    String first = client().delete(versioned(), "a", NONE, NONE).versionId();
    String second = client().delete(versioned(), "a", NONE, NONE).versionId();

    assertThat(second).isEqualTo(first);
    assertThat(client().versions(versioned(), "a").stream().filter(Entry::marker)).hasSize(1);
  }

  /** MinIO does not list keys under the name of an object, although they can be read. */
  @Override
  @Test
  public void keepsAKeyAndKeysUnderItsName() {
    List<String> keys = List.of("a", "a-", "a/", "a/b", "a/b/c");
    keys.forEach(key -> put(bucket(), key, key));

    keys.forEach(key -> assertThat(read(bucket(), key)).isEqualTo(key));
    assertThat(client().list(bucket(), Listing.under("")).keys()).doesNotContain("a/b", "a/b/c");
  }

  /**
   * In a versioned bucket, a deleted key still hides the keys under its name, because its delete
   * marker remains. Without versioning it does not.
   */
  @Test
  public void hidesKeysUnderADeletedOne() {
    for (String bucket : List.of(bucket(), versioned())) {
      put(bucket, "a", "x");
      put(bucket, "a/b", "y");
      client().delete(bucket, "a", NONE, NONE);
    }

    assertThat(client().list(bucket(), Listing.under("")).keys()).containsExactly("a/b");
    assertThat(client().list(versioned(), Listing.under("")).keys()).isEmpty();
    assertThat(read(versioned(), "a/b")).isEqualTo("y");
  }

  /** MinIO stores objects as files, and refuses keys that are not file paths with these codes. */
  @Override
  @TestFactory
  public Stream<DynamicTest> keepsKeysThatAreNoFileNames() {
    return Map.ofEntries(
            Map.entry("a//b", "XMinioInvalidObjectName"),
            Map.entry("a//", "XMinioInvalidObjectName"),
            Map.entry("/", "XMinioInvalidObjectName"),
            Map.entry("s".repeat(256), "XMinioInvalidObjectName"),
            Map.entry("s".repeat(247) + "/", "XMinioInvalidObjectName"),
            Map.entry("./a", "XMinioInvalidResourceName"),
            Map.entry("../up", "XMinioInvalidResourceName"),
            Map.entry("a/./b", "XMinioInvalidResourceName"),
            Map.entry("a/..", "XMinioInvalidResourceName"),
            Map.entry("a/ .. /b", "XMinioInvalidResourceName"),
            Map.entry("a\\..\\b", "XMinioInvalidResourceName"))
        .entrySet()
        .stream()
        .filter(entry -> client().canSend(entry.getKey()))
        .map(
            entry ->
                dynamicTest(
                    entry.getValue() + " " + entry.getKey().length(),
                    () ->
                        refused(400, entry.getValue(), () -> put(bucket(), entry.getKey(), "x"))));
  }

  /**
   * Two keys name one object: MinIO drops a leading slash, and stores a trailing one as {@code
   * __XLDIR__}.
   */
  @Test
  public void aliasesKeys() {
    if (client().canSend("/lead")) {
      put(bucket(), "/lead", "alias");
      assertThat(read(bucket(), "lead")).isEqualTo("alias");
    }
    put(bucket(), "x__XLDIR__", "folder");

    assertThat(read(bucket(), "x/")).isEqualTo("folder");
    assertThat(client().list(bucket(), Listing.under("x")).keys()).containsExactly("x/");
  }

  /** MinIO never versions a key that ends with a slash. */
  @Test
  public void doesNotVersionFolders() {
    put(versioned(), "d/", "one");
    put(versioned(), "d/", "two");
    assertThat(client().versions(versioned(), "d/"))
        .extracting(Entry::versionId)
        .containsExactly("null");

    client().delete(versioned(), "d/", NONE, NONE);

    assertThat(client().versions(versioned(), "")).isEmpty();
  }

  /** Without versions the last arrival wins, and a given ETag must be another one than the last. */
  @Test
  public void ordersFoldersByArrivalAndRefusesTheSameGivenEtag() {
    Map<String, String> late = marked(Map.of(TIME, "2026-01-01T00:00:20Z"));
    Map<String, String> early = marked(Map.of(TIME, "2026-01-01T00:00:10Z"));
    client().put(versioned(), "d/", bytes("late"), late);
    String etag = client().put(versioned(), "d/", bytes("early"), early).etag();
    Map<String, String> same = marked(Map.of(ETAG, etag));

    assertThat(read(versioned(), "d/")).isEqualTo("early");
    refused(412, "PreconditionFailed", () -> client().put(versioned(), "d/", bytes("early"), same));
    client().put(versioned(), "d/", bytes("new"), marked(Map.of(ETAG, "other")));
    assertThat(client().head(versioned(), "d/", NONE, NONE).etag()).isEqualTo("other");
    refused(404, "NoSuchVersion", () -> client().put(bucket(), "d/", bytes("x"), match(etag)));
    refused(400, "XMinioInvalidObjectName", () -> client().beginUpload(bucket(), "d/", NONE));
  }

  /** DeleteObjects adds a delete marker to a deleted key again; DeleteObject does not. */
  @Test
  public void marksAMarkerWhenManyAreDeleted() {
    put(versioned(), "a", "x");
    client().delete(versioned(), "a", NONE, NONE);

    client().deleteAll(versioned(), List.of("a", "never"), false);

    assertThat(client().versions(versioned(), "").stream().filter(Entry::marker))
        .extracting(Entry::key)
        .containsExactly("a", "a");
  }

  /** MinIO's tags are ASCII. */
  @Test
  public void refusesTagsOutsideAscii() {
    refused(
        400,
        "InvalidTag",
        () -> client().put(bucket(), "a", bytes("x"), Map.of("x-amz-tagging", "k=%C3%A9")));
  }

  /** S3 documents the same characters, but accepts letters of any script. */
  @TestFactory
  public Stream<DynamicTest> refusesTagsOfOtherCharacters() {
    return Stream.of("k%21=v", "k=v%2A", "k=%09", "k=%C2%A0", "k%7E=v", "k=%28v%29")
        .map(
            tags ->
                dynamicTest(
                    tags,
                    () ->
                        refused(
                            400,
                            "InvalidTag",
                            () ->
                                client()
                                    .put(
                                        bucket(),
                                        "a",
                                        bytes("x"),
                                        Map.of("x-amz-tagging", tags)))));
  }

  /** MinIO limits the names and values of all headers of a request. Tags count as they are sent. */
  @Test
  public void limitsAllHeadersTogether() {
    String tag = "=" + "%2F".repeat(256);
    String accepted = String.join("&", "1" + tag, "2" + tag, "3" + tag, "4" + tag, "5" + tag);
    String refused = String.join("&", accepted, "6" + tag, "7" + tag, "8" + tag, "9" + tag);
    Map<String, String> more =
        Map.of("x-amz-tagging", refused, "Cache-Control", "max-age=1,".repeat(200));

    client().put(bucket(), "a", bytes("x"), Map.of("x-amz-tagging", accepted));

    refused(400, "MetadataTooLarge", () -> client().put(bucket(), "b", bytes("x"), more));
  }

  /** MinIO parses Expires, and returns an HTTP-date. It drops what it cannot parse. */
  @TestFactory
  public Stream<DynamicTest> rewritesExpires() {
    String kept = "Fri, 01 Sep 2028 01:01:01 GMT";
    return Stream.concat(
        Stream.of(
                kept,
                "Fri, 1 Sep 2028 01:01:01 GMT",
                "Fri,  1 Sep 2028 01:01:01 GMT",
                "Mon, 01 Sep 2028 01:01:01 GMT",
                "fri, 01 SEP 2028 1:01:01 GMT",
                "Fri, 01 Sep 2028 01:01:01.5 GMT")
            .map(text -> expires(text, Optional.of(kept))),
        Stream.of(
                "Fri, 01 Sep 2028 01:01:01 +0000",
                "Fri, 01 Sep 2028 01:01:01 +0200",
                "Fri, 01 Sep 2028 01:01:01 UTC",
                "Fri, 01 Sep 2028 01:01:01 gmt",
                "Fri, 01 Sep 2028 01:01:01",
                "01 Sep 2028 01:01:01 GMT",
                "Fri, 01 Sep 2028 01:01 GMT",
                "Thu, 31 Feb 2028 01:01:01 GMT",
                "Fri, 01 Sep 2028 24:00:00 GMT",
                "Mon, 01 Jan 0001 00:00:00 GMT",
                "Friday, 01-Sep-28 01:01:01 GMT",
                "Fri Sep  1 01:01:01 2028",
                "2028-09-01T01:01:01Z",
                "0",
                "soon")
            .map(text -> expires(text, Optional.empty())));
  }

  private DynamicTest expires(String sent, Optional<String> kept) {
    return dynamicTest(
        sent, () -> assertThat(kept("a", "Expires", sent).header("expires")).isEqualTo(kept));
  }

  /** MinIO removes aws-chunked only where it is written exactly so, between two commas. */
  @TestFactory
  public Stream<DynamicTest> removesAwsChunkedFromContentEncoding() {
    return Map.of(
            "aws-chunked,aws-chunked", "",
            "gzip,aws-chunked", "gzip",
            "aws-chunked, gzip", "gzip",
            "gzip, br", "gzip, br",
            "gzip , aws-chunked,br", "gzip , aws-chunked,br",
            "AWS-CHUNKED", "AWS-CHUNKED")
        .entrySet()
        .stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () ->
                        assertThat(
                                kept("a", "Content-Encoding", entry.getKey())
                                    .header("content-encoding")
                                    .orElse(""))
                            .isEqualTo(entry.getValue())));
  }

  /** MinIO does not return what the S3 Encryption Client writes about the plain text. */
  @Test
  public void hidesTheMetadataOfThePlainText() {
    for (String name : List.of("length", "md5")) {
      String header = "x-amz-meta-x-amz-unencrypted-content-" + name;
      assertThat(kept("a", header, "7").headers()).doesNotContainKey(header);
    }
    for (String name : List.of("x-amz-unencrypted-content", "x-amz-iv")) {
      String header = "x-amz-meta-" + name;
      assertThat(kept("a", header, "7").header(header)).contains("7");
    }
  }

  /** MinIO guesses an empty Content-Type by the suffix of the key, and does not guess otherwise. */
  @Test
  public void guessesAnEmptyContentType() {
    if (client().canSendEmptyHeaders()) {
      Map.of("a", "application/octet-stream", "a.png", "image/png", "a.html", "text/html")
          .forEach(
              (key, type) ->
                  assertThat(kept(key, "Content-Type", "").header("content-type")).contains(type));
    }
    assertThat(kept("a.png", "Content-Type", "text/x").header("content-type")).contains("text/x");
  }

  /** What MinIO returns for an object that was sent with this header: the same in both forms. */
  private StoreAnswer kept(String key, String header, String value) {
    Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sent.put("Content-Type", "text/plain");
    sent.put(header, value);
    client().put(bucket(), key, bytes("x"), sent);
    StoreAnswer put = client().head(bucket(), key, NONE, NONE);
    String id = client().beginUpload(bucket(), key, sent);
    List<Part> parts = List.of(client().uploadPart(bucket(), key, id, 1, bytes("x")));
    client().complete(bucket(), key, id, parts, NONE);
    StoreAnswer multipart = client().head(bucket(), key, NONE, NONE);
    for (String name : List.of("content-type", header.toLowerCase(Locale.ROOT))) {
      assertThat(multipart.header(name)).as("multipart upload").isEqualTo(put.header(name));
    }
    return put;
  }

  /** MinIO has two storage classes, and no key server. */
  @Test
  public void refusesWhatItHasNot() {
    refused(
        400,
        "InvalidStorageClass",
        () ->
            client().put(bucket(), "a", bytes("x"), Map.of("x-amz-storage-class", "STANDARD_IA")));
    refused(
        501,
        "NotImplemented",
        () ->
            client()
                .put(bucket(), "a", bytes("x"), Map.of("x-amz-server-side-encryption", "AES256")));
  }

  /** MinIO's last commit accepts them from any writer; its fork only together with the marker. */
  @Test
  public void keepsAGivenTimeAndEtag() {
    Map<String, String> given = Map.of(TIME, "2026-01-01T00:00:20Z", ETAG, "given");
    client().put(versioned(), "plain", bytes("x"), given);
    client().put(versioned(), "marked", bytes("x"), marked(given));
    Map<String, String> wrong = new TreeMap<>(given);
    wrong.put(MARKER, "1");
    client().put(versioned(), "wrong", bytes("x"), wrong);

    assertThat(isGiven("marked")).isTrue();
    assertThat(isGiven("plain")).isEqualTo(!needsMarker());
    assertThat(isGiven("wrong")).as("only true is the marker").isEqualTo(!needsMarker());
  }

  private boolean isGiven(String key) {
    StoreAnswer head = client().head(versioned(), key, NONE, NONE);
    boolean time = head.header("last-modified").orElse("").equals("Thu, 01 Jan 2026 00:00:20 GMT");
    assertThat(head.etag().equals("given")).as("the ETag as the time").isEqualTo(time);
    return time;
  }

  /** The versions of a key have the order of their times, whatever the order of arrival. */
  @Test
  public void ordersMarkedVersionsByTheirTimes() {
    client().put(versioned(), "a", bytes("late"), at(20));
    client().put(versioned(), "a", bytes("early"), at(10));
    client().delete(versioned(), "a", at(15), NONE);
    assertThat(read(versioned(), "a")).isEqualTo("late");

    client().delete(versioned(), "a", at(25), NONE);
    client().put(versioned(), "a", bytes("older"), at(24));
    refused(404, "NoSuchKey", () -> read(versioned(), "a"));
    assertThat(client().versions(versioned(), "a")).hasSize(5);
  }

  /** The marker changes neither conditions nor checksums nor tags. */
  @Test
  public void treatsMarkedWritesAsOthers() {
    Map<String, String> first = at(10);
    first.putAll(Map.of("x-amz-tagging", "k=v", "If-None-Match", "*", ETAG, "one"));
    client().put(versioned(), "a", bytes("x"), first);
    assertThat(client().tags(versioned(), "a")).isEqualTo(Map.of("k", "v"));
    refused(412, "PreconditionFailed", () -> client().put(versioned(), "a", bytes("y"), first));
    Map<String, String> matching = at(20);
    matching.putAll(match("one"));
    client().put(versioned(), "a", bytes("y"), matching);
    assertThat(read(versioned(), "a")).isEqualTo("y");

    Map<String, String> damaged = at(30);
    damaged.put("x-amz-checksum-crc32", "AAAAAA==");
    refused(
        400,
        "XAmzContentChecksumMismatch",
        () -> client().put(versioned(), "a", bytes("z"), damaged));
  }

  /** The same for multipart uploads: the ETag is given at the beginning, the time at the end. */
  @Test
  public void completesMarkedUploadsAsOthers() {
    Map<String, String> begin = marked(Map.of(ETAG, "given", "x-amz-tagging", "k=v"));
    String id = client().beginUpload(versioned(), "a", begin);
    List<Part> parts = List.of(client().uploadPart(versioned(), "a", id, 1, bytes("part")));
    put(versioned(), "a", "other");
    Map<String, String> absent = at(20);
    absent.putAll(ConditionContract.ABSENT);
    refused(
        412, "PreconditionFailed", () -> client().complete(versioned(), "a", id, parts, absent));
    client().complete(versioned(), "a", id, parts, at(20));

    assertThat(read(versioned(), "a")).as("the newer object").isEqualTo("other");
    Entry older = client().versions(versioned(), "a").get(1);
    assertThat(older.etag()).isEqualTo("given");
    assertThat(older.size()).isEqualTo(4);
    assertThat(older.modified()).isEqualTo("2026-01-01T00:00:20Z");
  }

  private static Map<String, String> at(int second) {
    return marked(Map.of(TIME, "2026-01-01T00:00:%02dZ".formatted(second)));
  }

  private static Map<String, String> marked(Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put(MARKER, "true");
    return all;
  }
}
