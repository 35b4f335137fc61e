package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What the replicator and its tests need from a store, asked with the AWS SDK and with the MinIO
 * SDK, for every server that is used as one. Where characters differ, the subclass says how.
 */
abstract class WireContract {
  private static final int PART = 5 << 20;

  /** Shared: the client that the SDK would make for itself takes most of a second each time. */
  private static final OkHttpClient HTTP = new OkHttpClient();

  protected S3Endpoint endpoint;
  protected S3Client aws;
  protected MinioClient minio;

  /** The server's character. */
  abstract Quirks quirks();

  @BeforeEach
  void start() {
    endpoint = S3Endpoint.builder().quirks(quirks()).credentials("ak", "sk").start();
    aws = TestClients.client(endpoint);
    minio =
        MinioClient.builder()
            .endpoint(endpoint.uri().toString())
            .credentials("ak", "sk")
            .region("us-east-1")
            .httpClient(HTTP)
            .build();
    aws.createBucket(r -> r.bucket("bucket"));
  }

  @AfterEach
  void stop() throws Exception {
    aws.close();
    minio.close();
    endpoint.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "dir/a b",
        "plus+plus",
        "100%",
        "p%2Fq",
        "caf\u00e9",
        "cafe\u0301",
        "\ud83d\ude00",
        "\uff5e",
        "tab\tnewline\n",
        "quote\"'<>&",
        "trailing.",
        "back\\slash",
        "#;=?",
        "\u007f"
      })
  void holdsAKeyUnderExactlyItsNameForBothClients(String key) throws Exception {
    put(key, "value of " + key);

    try (var object =
        minio.getObject(GetObjectArgs.builder().bucket("bucket").object(key).build())) {
      assertThat(object.readAllBytes()).isEqualTo(("value of " + key).getBytes(UTF_8));
    }
    assertThat(listed("", 1000)).containsExactly(key);

    aws.deleteObject(r -> r.bucket("bucket").key(key));
    assertThat(listed("", 1000)).isEmpty();
  }

  @Test
  void listsInTheOrderOfUtf8InPagesOfAnySize() throws Exception {
    List<String> keys =
        List.of("a", "a b", "a+b", "a/", "a0", "b", "\u00e9", "\uff5e", "\ud83d\ude00");
    keys.forEach(key -> put(key, "x"));

    for (int size : List.of(1, 2, 1000)) {
      assertThat(listed("", size)).containsExactlyElementsOf(keys);
    }
    List<String> byMinio = new ArrayList<>();
    for (Result<Item> item :
        minio.listObjects(ListObjectsArgs.builder().bucket("bucket").recursive(true).build())) {
      byMinio.add(item.get().objectName());
    }
    assertThat(byMinio).containsExactlyElementsOf(keys);
  }

  @Test
  void foldsAtADelimiter() {
    List.of("a/1", "a/2", "b", "c/1").forEach(key -> put(key, "x"));

    ListObjectsV2Response page = aws.listObjectsV2(r -> r.bucket("bucket").delimiter("/"));

    assertThat(page.commonPrefixes()).map(p -> p.prefix()).containsExactly("a/", "c/");
    assertThat(page.contents()).map(S3Object::key).containsExactly("b");
    assertThat(page.keyCount()).isEqualTo(3);
    ListObjectsV2Response first =
        aws.listObjectsV2(r -> r.bucket("bucket").delimiter("/").maxKeys(1));
    assertThat(first.commonPrefixes()).map(p -> p.prefix()).containsExactly("a/");
    ListObjectsV2Response second =
        aws.listObjectsV2(
            r ->
                r.bucket("bucket").delimiter("/").continuationToken(first.nextContinuationToken()));
    assertThat(second.commonPrefixes()).map(p -> p.prefix()).containsExactly("c/");
    assertThat(second.contents()).map(S3Object::key).containsExactly("b");
  }

  @Test
  void showsTheSameObjectToBothClients() throws Exception {
    minio.putObject(
        PutObjectArgs.builder()
            .bucket("bucket")
            .object("k")
            .contentType("text/css")
            .userMetadata(Map.of("owner", "team"))
            .stream(new ByteArrayInputStream("body".getBytes(UTF_8)), 4L, -1L)
            .build());

    HeadObjectResponse head = aws.headObject(r -> r.bucket("bucket").key("k"));
    StatObjectResponse stat =
        minio.statObject(StatObjectArgs.builder().bucket("bucket").object("k").build());
    assertThat(head.eTag()).isEqualTo('"' + md5("body") + '"');
    assertThat(stat.etag()).isEqualTo(md5("body"));
    assertThat(head.contentType()).isEqualTo("text/css");
    assertThat(head.metadata()).containsExactlyEntriesOf(Map.of("owner", "team"));
    assertThat(stat.size()).isEqualTo(head.contentLength()).isEqualTo(4);
  }

  @Test
  void keepsTagsAndCountsThem() {
    aws.putObject(
        r -> r.bucket("bucket").key("k").tagging("a=1&b=c%20d%2Be"), RequestBody.fromString("x"));

    assertThat(aws.headObject(r -> r.bucket("bucket").key("k")).tagCount()).isEqualTo(2);
    assertThat(aws.getObjectTagging(r -> r.bucket("bucket").key("k")).tagSet())
        .map(t -> t.key() + "=" + t.value())
        .containsExactlyInAnyOrder("a=1", "b=c d+e");
    aws.deleteObjectTagging(r -> r.bucket("bucket").key("k"));
    assertThat(aws.headObject(r -> r.bucket("bucket").key("k")).tagCount()).isNull();
  }

  @Test
  void answersRanges() {
    put("k", "0123456789");

    assertThat(range("bytes=2-4")).isEqualTo("234");
    assertThat(range("bytes=7-")).isEqualTo("789");
    assertThat(range("bytes=-3")).isEqualTo("789");
    assertThat(range("bytes=8-100")).isEqualTo("89");
    assertFails(416, "InvalidRange", () -> range("bytes=10-"));
    put("k", "");
    assertFails(416, "InvalidRange", () -> range("bytes=0-1"));
  }

  @Test
  void readsUnderConditions() {
    put("k", "x");
    String etag = aws.headObject(r -> r.bucket("bucket").key("k")).eTag();

    assertFails(412, "PreconditionFailed", () -> get(r -> r.ifMatch("\"other\"")));
    assertThatThrownBy(() -> get(r -> r.ifNoneMatch(etag)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    assertThat(get(r -> r.ifMatch(etag))).isEqualTo("x");
  }

  @Test
  void writesUnderConditions() {
    assertFails(404, "NoSuchKey", () -> conditional("\"e\"", null, "one"));
    conditional(null, "*", "one");
    assertFails(412, "PreconditionFailed", () -> conditional(null, "*", "two"));
    assertFails(412, "PreconditionFailed", () -> conditional("\"e\"", null, "two"));
    conditional('"' + md5("one") + '"', null, "two");
    assertThat(get(r -> {})).isEqualTo("two");
  }

  @Test
  void letsOneOfManyWritersCreateAKey() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "race-" + round;
      List<Thread> threads = new ArrayList<>();
      List<Integer> winners = java.util.Collections.synchronizedList(new ArrayList<>());
      IntStream.range(0, 16).forEach(i -> threads.add(new Thread(() -> create(key, i, winners))));
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(winners).hasSize(1);
      assertThat(aws.getObjectAsBytes(r -> r.bucket("bucket").key(key)).asUtf8String())
          .isEqualTo("writer " + winners.get(0));
    }
  }

  private void create(String key, int writer, List<Integer> winners) {
    try {
      aws.putObject(
          r -> r.bucket("bucket").key(key).ifNoneMatch("*"),
          RequestBody.fromString("writer " + writer));
      winners.add(writer);
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isEqualTo(412);
    }
  }

  @Test
  void joinsPartsUnderTheEtagOfTheirEtags() {
    byte[] one = new byte[PART];
    byte[] two = "tail".getBytes(UTF_8);
    String id = aws.createMultipartUpload(r -> r.bucket("bucket").key("k")).uploadId();
    List<CompletedPart> parts = List.of(part(id, 1, one), part(id, 2, two));

    aws.completeMultipartUpload(
        r -> r.bucket("bucket").key("k").uploadId(id).multipartUpload(u -> u.parts(parts)));

    HeadObjectResponse head = aws.headObject(r -> r.bucket("bucket").key("k"));
    byte[] md5s = HexFormat.of().parseHex(md5(new String(one, UTF_8)) + md5("tail"));
    assertThat(head.eTag()).isEqualTo('"' + md5(md5s) + "-2\"");
    assertThat(head.contentLength()).isEqualTo(PART + 4);
    assertThat(get(r -> r.partNumber(2))).isEqualTo("tail");
    assertThat(aws.headObject(r -> r.bucket("bucket").key("k").partNumber(1)).partsCount())
        .isEqualTo(2);
    assertThat(range("bytes=" + (PART - 1) + "-" + (PART + 1))).isEqualTo("\0ta");
  }

  @Test
  void judgesTheConditionOfACompleteAndKeepsTheUpload() {
    put("k", "there");
    String id = aws.createMultipartUpload(r -> r.bucket("bucket").key("k")).uploadId();
    List<CompletedPart> parts = List.of(part(id, 1, "part".getBytes(UTF_8)));

    assertFails(412, "PreconditionFailed", () -> complete(id, parts, "*"));
    assertThat(aws.listParts(r -> r.bucket("bucket").key("k").uploadId(id)).parts()).hasSize(1);
    aws.abortMultipartUpload(r -> r.bucket("bucket").key("k").uploadId(id));
    assertFails(404, "NoSuchUpload", () -> complete(id, parts, null));
    assertThat(get(r -> {})).isEqualTo("there");
  }

  @Test
  void refusesPartsThatDoNotFit() {
    String id = aws.createMultipartUpload(r -> r.bucket("bucket").key("k")).uploadId();
    CompletedPart one = part(id, 1, "small".getBytes(UTF_8));
    CompletedPart two = part(id, 2, "last".getBytes(UTF_8));

    assertFails(400, "EntityTooSmall", () -> complete(id, List.of(one, two), null));
    assertFails(400, "InvalidPartOrder", () -> complete(id, List.of(two, one), null));
    CompletedPart wrong = one.toBuilder().eTag("\"0\"").build();
    assertFails(400, "InvalidPart", () -> complete(id, List.of(wrong), null));
  }

  @Test
  void uploadsInPartsByTheMinioClient() throws Exception {
    byte[] content = new byte[12 << 20];
    new java.util.Random(7).nextBytes(content);
    minio.putObject(
        PutObjectArgs.builder().bucket("bucket").object("k").stream(
                new ByteArrayInputStream(content), (long) content.length, (long) PART)
            .build());

    assertThat(aws.getObjectAsBytes(r -> r.bucket("bucket").key("k")).asByteArray())
        .isEqualTo(content);
  }

  @Test
  void keepsVersionsAndHidesDeletedKeysBehindAMarker() {
    aws.putBucketVersioning(
        r -> r.bucket("bucket").versioningConfiguration(v -> v.status("Enabled")));
    String first =
        aws.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString("1")).versionId();
    aws.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString("2"));

    String marker = aws.deleteObject(r -> r.bucket("bucket").key("k")).versionId();

    assertFails(404, "NoSuchKey", () -> get(r -> {}));
    assertThat(listed("", 1000)).isEmpty();
    assertThat(get(r -> r.versionId(first))).isEqualTo("1");
    assertThatThrownBy(() -> aws.headObject(r -> r.bucket("bucket").key("k").versionId(marker)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(405));
    assertThat(aws.listObjectVersions(r -> r.bucket("bucket")).versions()).hasSize(2);

    aws.deleteObject(r -> r.bucket("bucket").key("k").versionId(marker));
    assertThat(get(r -> {})).isEqualTo("2");
  }

  @Test
  void deletesManyAtOnce() {
    List.of("a", "b", "c").forEach(key -> put(key, "x"));

    List<ObjectIdentifier> objects =
        List.of("a", "b", "gone").stream()
            .map(key -> ObjectIdentifier.builder().key(key).build())
            .toList();
    var answer = aws.deleteObjects(r -> r.bucket("bucket").delete(d -> d.objects(objects)));

    assertThat(answer.deleted()).map(d -> d.key()).containsExactly("a", "b", "gone");
    assertThat(listed("", 1000)).containsExactly("c");
  }

  @Test
  void namesWhatIsMissing() {
    assertFails(404, "NoSuchKey", () -> get(r -> {}));
    assertFails(404, "NoSuchBucket", () -> aws.listObjectsV2(r -> r.bucket("nowhere")));
    assertThatThrownBy(
            () -> minio.statObject(StatObjectArgs.builder().bucket("bucket").object("k").build()))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> assertThat(e.errorResponse().code()).isEqualTo("NoSuchKey"));
    assertFails(
        501, "NotImplemented", () -> aws.getBucketLifecycleConfiguration(r -> r.bucket("bucket")));
  }

  @Test
  void copiesAnObjectOntoItselfWithNewMetadata() {
    put("k", "x");

    aws.copyObject(
        r ->
            r.sourceBucket("bucket")
                .sourceKey("k")
                .destinationBucket("bucket")
                .destinationKey("k")
                .metadataDirective("REPLACE")
                .contentType("text/new")
                .metadata(Map.of("a", "b")));

    HeadObjectResponse head = aws.headObject(r -> r.bucket("bucket").key("k"));
    assertThat(head.contentType()).isEqualTo("text/new");
    assertThat(head.metadata()).containsEntry("a", "b");
    assertThat(get(r -> {})).isEqualTo("x");
  }

  @Test
  void neverShowsABodyThatIsNotItsEtags() throws Exception {
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    put("k", "start");
    for (int t = 0; t < 8; t++) {
      int writer = t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 25; i++) {
                  put("k", ("writer " + writer + " round " + i + " ").repeat(5_000));
                }
              }));
    }
    for (int t = 0; t < 4; t++) {
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  var read = aws.getObjectAsBytes(r -> r.bucket("bucket").key("k"));
                  assertThat(read.response().eTag())
                      .isEqualTo('"' + md5(read.asUtf8String()) + '"');
                }
              }));
    }
    threads.forEach(t -> t.setUncaughtExceptionHandler((thread, e) -> failures.add(e)));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  protected void put(String key, String content) {
    aws.putObject(r -> r.bucket("bucket").key(key), RequestBody.fromString(content));
  }

  protected String get(
      java.util.function.Consumer<software.amazon.awssdk.services.s3.model.GetObjectRequest.Builder>
          more) {
    return aws.getObjectAsBytes(
            r -> {
              r.bucket("bucket").key("k");
              more.accept(r);
            })
        .asUtf8String();
  }

  protected List<String> listed(String prefix, int pageSize) {
    return aws
        .listObjectsV2Paginator(
            r -> r.bucket("bucket").prefix(prefix).maxKeys(pageSize).encodingType("url"))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  protected static void assertFails(int status, String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  private String range(String range) {
    return get(r -> r.range(range));
  }

  private void conditional(String ifMatch, String ifNoneMatch, String content) {
    aws.putObject(
        r -> r.bucket("bucket").key("k").ifMatch(ifMatch).ifNoneMatch(ifNoneMatch),
        RequestBody.fromString(content));
  }

  private CompletedPart part(String id, int number, byte[] content) {
    String etag =
        aws.uploadPart(
                r -> r.bucket("bucket").key("k").uploadId(id).partNumber(number),
                RequestBody.fromBytes(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private void complete(String id, List<CompletedPart> parts, String ifNoneMatch) {
    aws.completeMultipartUpload(
        r ->
            r.bucket("bucket")
                .key("k")
                .uploadId(id)
                .ifNoneMatch(ifNoneMatch)
                .multipartUpload(u -> u.parts(parts)));
  }

  private static String md5(String text) {
    return md5(text.getBytes(UTF_8));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
