package dev.understudy.testkit.wire;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Standby.Part;
import dev.understudy.core.store.StoreException;
import dev.understudy.emulators.tls.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Random calls of both adapters, each with the calls of the SDK that do the same. */
final class RandomCalls implements AutoCloseable {
  private static final List<String> PIECES =
      List.of(
          "a", "b/", "/", "//", ".", "..", "/../", " ", "+", "%", "%2F", "%zz", "ä", "日本", "😀",
          "\u0001", "\t", "?", "#", "&", "=", ";", ":", "@", "*", "~", "'", "(", ")", "\"", "<",
          ">", "\\", "|", "^", "`", "{", "}", "$", ",", "!", "-", "_", "[", "]", "\u007f");

  private static final String OWNER = "123456789012";
  private static final String OCTETS = "binary/octet-stream";
  private static final Instant STAMP = Instant.parse("2026-11-28T06:00:00.123Z");

  private final Random random;
  private final S3Client sdk;
  private final S3Standby standby;
  private final S3Primary primary;

  /** One call in two ways. */
  record Pair(String name, Runnable bySdk, Runnable byAdapter) {}

  /**
   * @param authority of the server; null over plain HTTP, and the primary's calls are then included
   */
  RandomCalls(URI server, @Nullable TestAuthority authority, Random random) {
    this.random = random;
    Apache5HttpClient.Builder http = Apache5HttpClient.builder();
    if (authority != null) {
      http.tlsTrustManagersProvider(authority::trustManagers);
    }
    this.sdk =
        S3Client.builder()
            .httpClientBuilder(http)
            .endpointOverride(server)
            .forcePathStyle(true)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("ak", "sk")))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    TlsMaterial tls =
        authority == null
            ? TlsMaterial.NONE
            : new TlsMaterial(Optional.of(authority.caPem()), Optional.empty(), Optional.empty());
    this.standby =
        S3Standby.connect(
            new StandbySecret(server, "ak", "sk", tls, "eu-central-1"),
            "bucket",
            new CallCounter());
    AwsAccess aws =
        AwsAccess.of(
            new Environment(
                Map.of(
                    "AWS_REGION", "eu-central-1",
                    "AWS_ACCESS_KEY_ID", "ak",
                    "AWS_SECRET_ACCESS_KEY", "sk")));
    this.primary =
        authority == null
            ? S3Primary.connect(
                aws, Optional.of(server), "bucket", Optional.of(OWNER), new CallCounter())
            : null;
  }

  Pair next() {
    ObjectKey key = new ObjectKey(text(1 + random.nextInt(8)));
    return primary != null && random.nextInt(3) == 0 ? ofPrimary(key) : ofStandby(key);
  }

  @Override
  public void close() {
    sdk.close();
    standby.close();
    if (primary != null) {
      primary.close();
    }
  }

  private Pair ofPrimary(ObjectKey key) {
    PrimaryObject object =
        new PrimaryObject(key, new Fingerprint(new ETag("e-3"), 9, Attributes.NONE), STAMP);
    long from = random.nextInt(1000);
    String k = key.value();
    return switch (random.nextInt(5)) {
      case 0 ->
          pair(
              "GET " + k,
              () -> {
                sdk.getObjectAsBytes(
                    r ->
                        r.bucket("bucket")
                            .key(k)
                            .expectedBucketOwner(OWNER)
                            .overrideConfiguration(
                                o -> o.putHeader("x-amz-checksum-mode", "ENABLED")));
                tags(k, OWNER);
              },
              () -> primary.open(key).close());
      case 1 ->
          pair(
              "HEAD " + k,
              () -> {
                sdk.headObject(r -> r.bucket("bucket").key(k).expectedBucketOwner(OWNER));
                tags(k, OWNER);
              },
              () -> primary.head(key));
      case 2 ->
          pair(
              "range of " + k,
              () ->
                  sdk.getObjectAsBytes(
                      r ->
                          r.bucket("bucket")
                              .key(k)
                              .expectedBucketOwner(OWNER)
                              .ifMatch("\"e-3\"")
                              .range("bytes=" + from + "-" + (from + 6))),
              () -> close(primary.range(object, from, 7)));
      case 3 ->
          pair(
              "part of " + k,
              () ->
                  sdk.headObject(
                      r ->
                          r.bucket("bucket")
                              .key(k)
                              .expectedBucketOwner(OWNER)
                              .ifMatch("\"e-3\"")
                              .partNumber((int) from + 1)),
              () -> primary.partSize(object, (int) from + 1));
      default -> page(primary, key, OWNER);
    };
  }

  private Pair ofStandby(ObjectKey key) {
    String k = key.value();
    return switch (random.nextInt(12)) {
      case 0 ->
          pair(
              "HEAD " + k,
              () -> {
                sdk.headObject(r -> r.bucket("bucket").key(k));
                tags(k, null);
              },
              () -> standby.head(key));
      case 1, 2 -> put(key);
      case 3 -> create(key);
      case 4 -> uploadPart(key);
      case 5 ->
          pair(
              "copy part " + k,
              () ->
                  sdk.uploadPartCopy(
                      r ->
                          r.sourceBucket("bucket")
                              .sourceKey(k)
                              .copySourceIfMatch("\"e\"")
                              .copySourceRange("bytes=5-14")
                              .destinationBucket("bucket")
                              .destinationKey(k)
                              .uploadId("u+/=")
                              .partNumber(2)),
              () -> standby.copyPart(key, "u+/=", 2, 5, 10, new ETag("e")));
      case 6 -> complete(key);
      case 7 ->
          pair(
              "LIST PARTS " + k,
              () -> sdk.listParts(r -> r.bucket("bucket").key(k).uploadId("u /")),
              () -> standby.parts(key, "u /"));
      case 8 ->
          pair(
              "DELETE " + k,
              () ->
                  sdk.deleteObject(
                      r ->
                          r.bucket("bucket")
                              .key(k)
                              .ifMatch("\"e\"")
                              .overrideConfiguration(with(stamped()))),
              () -> standby.delete(key, new ETag("e"), STAMP));
      case 9 ->
          pair(
              "ABORT " + k,
              () -> sdk.abortMultipartUpload(r -> r.bucket("bucket").key(k).uploadId("u")),
              () -> standby.abort(key, "u"));
      case 10 -> page(standby, key, null);
      default ->
          pair(
              "VERSIONS " + k,
              () ->
                  sdk.listObjectVersions(
                      r -> r.bucket("bucket").prefix(k).maxKeys(20).encodingType("url")),
              () -> {
                try {
                  standby.timeOf(key, "v");
                } catch (StoreException.Unavailable e) {
                  // The server lists no version.
                }
              });
    };
  }

  private Pair put(ObjectKey key) {
    byte[] content = content();
    Attributes attributes = attributes();
    Optional<Checksum> checksum =
        random.nextBoolean()
            ? Optional.of(new Checksum(Checksum.Algorithm.CRC32, "AAAAAA=="))
            : Optional.empty();
    Condition condition =
        random.nextBoolean() ? new Condition.Absent() : new Condition.Matches(new ETag("old"));
    Map<String, String> headers = headers(attributes);
    headers.put("X-Minio-Source-Etag", "e");
    headers.putAll(stamped());
    checksum.ifPresent(c -> headers.put("x-amz-checksum-crc32", c.base64()));
    boolean absent = condition instanceof Condition.Absent;
    return pair(
        "PUT " + key,
        () ->
            sdk.putObject(
                r -> {
                  r.bucket("bucket")
                      .key(key.value())
                      .contentLength((long) content.length)
                      .ifMatch(absent ? null : "\"old\"")
                      .ifNoneMatch(absent ? "*" : null)
                      .overrideConfiguration(with(headers));
                  tagging(attributes).ifPresent(r::tagging);
                },
                body(content)),
        () ->
            standby.put(
                key,
                content,
                checksum,
                new Fingerprint(new ETag("e"), content.length, attributes),
                condition,
                STAMP));
  }

  private Pair create(ObjectKey key) {
    Attributes attributes = attributes();
    Map<String, String> headers = headers(attributes);
    headers.put("X-Minio-Source-Etag", "e-2");
    return pair(
        "CREATE UPLOAD " + key,
        () ->
            sdk.createMultipartUpload(
                r -> {
                  r.bucket("bucket").key(key.value()).overrideConfiguration(with(headers));
                  tagging(attributes).ifPresent(r::tagging);
                }),
        () -> standby.createUpload(key, new Fingerprint(new ETag("e-2"), 9, attributes)));
  }

  private Pair uploadPart(ObjectKey key) {
    byte[] content = content();
    return pair(
        "UPLOAD PART " + key,
        () ->
            sdk.uploadPart(
                r ->
                    r.bucket("bucket")
                        .key(key.value())
                        .uploadId("u+/=")
                        .partNumber(7)
                        .contentLength((long) content.length),
                body(content)),
        () ->
            standby.uploadPart(
                key, "u+/=", 7, content.length, () -> new ByteArrayInputStream(content)));
  }

  private Pair complete(ObjectKey key) {
    List<Part> parts =
        IntStream.rangeClosed(1, 1 + random.nextInt(4))
            .mapToObj(number -> new Part(number, 5, "\"e<&" + number + "\""))
            .toList();
    return pair(
        "COMPLETE " + key,
        () ->
            sdk.completeMultipartUpload(
                r ->
                    r.bucket("bucket")
                        .key(key.value())
                        .uploadId("u")
                        .multipartUpload(
                            u ->
                                u.parts(
                                    parts.stream()
                                        .map(
                                            p ->
                                                CompletedPart.builder()
                                                    .partNumber(p.number())
                                                    .eTag(p.etag())
                                                    .build())
                                        .toList()))
                        .ifNoneMatch("*")
                        .overrideConfiguration(with(stamped()))),
        () -> standby.complete(key, "u", parts, new Condition.Absent(), STAMP));
  }

  private Pair page(Listing listing, ObjectKey key, @Nullable String owner) {
    String prefix = random.nextBoolean() ? "" : key.value();
    Listing.Place start = Listing.Place.of(prefix, Optional.empty());
    Listing.Place place =
        random.nextBoolean()
            ? start.next("t+/=" + random.nextInt(9))
            : random.nextBoolean() ? Listing.Place.of(prefix, Optional.of(key)) : start;
    return pair(
        "LIST " + place,
        () ->
            sdk.listObjectsV2(
                r ->
                    r.bucket("bucket")
                        .expectedBucketOwner(owner)
                        .prefix(prefix.isEmpty() ? null : prefix)
                        .startAfter(place.after().map(ObjectKey::value).orElse(null))
                        .continuationToken(place.token().orElse(null))
                        .encodingType("url")
                        .maxKeys(7)),
        () -> listing.page(place, 7));
  }

  private void tags(String key, @Nullable String owner) {
    sdk.getObjectTagging(r -> r.bucket("bucket").key(key).expectedBucketOwner(owner));
  }

  private Attributes attributes() {
    TreeMap<String, String> headers = new TreeMap<>(Map.of("content-type", "text/plain"));
    TreeMap<String, String> metadata = new TreeMap<>();
    TreeMap<String, String> tags = new TreeMap<>();
    if (random.nextBoolean()) {
      headers.put("cache-control", "max-age=60,  must-revalidate");
      headers.put("content-encoding", "gzip");
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      metadata.put("name-" + random.nextInt(9), ascii());
      tags.put(text(2), text(random.nextInt(4)));
    }
    return new Attributes(headers, metadata, tags);
  }

  private Map<String, String> headers(Attributes attributes) {
    Map<String, String> headers = new HashMap<>(attributes.headers());
    attributes.metadata().forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
    return headers;
  }

  private static Map<String, String> stamped() {
    return Map.of("X-Minio-Source-Mtime", "2026-11-28T06:00:00.123Z");
  }

  private static AwsRequestOverrideConfiguration with(Map<String, String> headers) {
    AwsRequestOverrideConfiguration.Builder request = AwsRequestOverrideConfiguration.builder();
    headers.forEach(request::putHeader);
    return request.build();
  }

  /** Without tags, the SDK would send an empty header for them. */
  private static Optional<Tagging> tagging(Attributes attributes) {
    return Optional.of(attributes.tags())
        .filter(tags -> !tags.isEmpty())
        .map(
            tags ->
                tags.entrySet().stream()
                    .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                    .toList())
        .map(tags -> Tagging.builder().tagSet(tags).build());
  }

  private static RequestBody body(byte[] content) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(content), content.length, OCTETS);
  }

  /** Mostly small, sometimes large enough to be announced. */
  private byte[] content() {
    int length = random.nextInt(300) == 0 ? (1 << 20) - 1 + random.nextInt(3) : random.nextInt(300);
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }

  private String text(int pieces) {
    return chosen(() -> PIECES.get(random.nextInt(PIECES.size())), pieces);
  }

  private String ascii() {
    return "v" + chosen(() -> Character.toString(' ' + random.nextInt(95)), random.nextInt(9));
  }

  private static String chosen(Supplier<String> piece, int number) {
    return IntStream.range(0, number).mapToObj(i -> piece.get()).collect(Collectors.joining());
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Pair pair(String name, Runnable bySdk, Runnable byAdapter) {
    return new Pair(name, bySdk, byAdapter);
  }
}
