package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
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
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One endpoint with several clients at once: the AWS SDK and the MinIO SDK, and many threads. The
 * endpoint must pass it in either behaviour. {@code StoreContract} of the testkit holds what one
 * client sees.
 */
abstract class SharedEndpointContract {
  private static final long PART = 5 << 20;

  /** Shared: the client that the SDK would make for itself takes most of a second each time. */
  private static final OkHttpClient HTTP = new OkHttpClient();

  protected S3Endpoint endpoint;
  protected S3Client aws;
  protected MinioClient minio;

  /** The store that the endpoint behaves as. */
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
  void bothSdksUseExactlyTheSameKey(String key) throws Exception {
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
  void bothSdksSeeTheSameObject() throws Exception {
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
  void storesTheMultipartUploadOfTheMinioSdk() throws Exception {
    byte[] content = new byte[12 << 20];
    new java.util.Random(7).nextBytes(content);
    minio.putObject(
        PutObjectArgs.builder().bucket("bucket").object("k").stream(
                new ByteArrayInputStream(content), (long) content.length, PART)
            .build());

    assertThat(aws.getObjectAsBytes(r -> r.bucket("bucket").key("k")).asByteArray())
        .isEqualTo(content);
  }

  @Test
  void exactlyOneOfManyConcurrentCreatesSucceeds() throws Exception {
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
  void neverReturnsABodyThatDoesNotMatchItsEtag() throws Exception {
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
