package dev.understudy.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.S3Response;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The contract's client on the AWS SDK, with the SDK's own defaults for checksums and payload
 * signing.
 */
public final class AwsContractClient implements ContractClient {
  private final S3Client s3;

  AwsContractClient(URI endpoint, String accessKey, String secretKey) {
    // The contract is about single answers, so nothing is retried.
    this.s3 =
        builder(endpoint, accessKey, secretKey)
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .build();
  }

  /**
   * A client that addresses buckets path-style, with the SDK's retries: a server that has just
   * started may answer 503. The caller closes it.
   */
  public static S3Client connect(URI endpoint, String accessKey, String secretKey) {
    return builder(endpoint, accessKey, secretKey).build();
  }

  private static S3ClientBuilder builder(URI endpoint, String accessKey, String secretKey) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .httpClientBuilder(Apache5HttpClient.builder());
  }

  /** The SDK itself, for what the contract does not ask for. */
  S3Client sdk() {
    return s3;
  }

  @Override
  public void createBucket(String bucket, boolean versioned) {
    s3.createBucket(r -> r.bucket(bucket));
    if (versioned) {
      s3.putBucketVersioning(
          r ->
              r.bucket(bucket)
                  .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
  }

  @Override
  public boolean canSendEmptyHeaders() {
    return true;
  }

  @Override
  public boolean canSend(String key) {
    return true;
  }

  @Override
  public StoreAnswer put(String bucket, String key, byte[] body, Map<String, String> headers) {
    return answer(
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key(key).overrideConfiguration(with(headers, Map.of())),
                RequestBody.fromBytes(body)));
  }

  @Override
  public StoreAnswer get(
      String bucket, String key, Map<String, String> headers, Map<String, String> query) {
    return refusing(
        () -> {
          try (ResponseInputStream<GetObjectResponse> in =
              s3.getObject(
                  r -> r.bucket(bucket).key(key).overrideConfiguration(with(headers, query)))) {
            SdkHttpResponse http = in.response().sdkHttpResponse();
            return new StoreAnswer(http.statusCode(), headers(http), in.readAllBytes());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public StoreAnswer head(
      String bucket, String key, Map<String, String> headers, Map<String, String> query) {
    return answer(
        () ->
            s3.headObject(
                r -> r.bucket(bucket).key(key).overrideConfiguration(with(headers, query))));
  }

  @Override
  public StoreAnswer delete(
      String bucket, String key, Map<String, String> headers, Map<String, String> query) {
    return answer(
        () ->
            s3.deleteObject(
                r -> r.bucket(bucket).key(key).overrideConfiguration(with(headers, query))));
  }

  @Override
  public List<String> deleteAll(String bucket, List<String> keys, boolean quiet) {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    return refusing(
        () ->
            s3
                .deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(objects).quiet(quiet)))
                .deleted()
                .stream()
                .map(DeletedObject::key)
                .toList());
  }

  @Override
  public StoreAnswer copy(String bucket, String from, String to, Map<String, String> headers) {
    return answer(
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket(bucket)
                        .sourceKey(from)
                        .destinationBucket(bucket)
                        .destinationKey(to)
                        .overrideConfiguration(with(headers, Map.of()))));
  }

  @Override
  public Map<String, String> tags(String bucket, String key) {
    Map<String, String> tags = new TreeMap<>();
    refusing(() -> s3.getObjectTagging(r -> r.bucket(bucket).key(key)))
        .tagSet()
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  @Override
  public void tag(String bucket, String key, Map<String, String> tags) {
    if (tags.isEmpty()) {
      answer(() -> s3.deleteObjectTagging(r -> r.bucket(bucket).key(key)));
      return;
    }
    List<Tag> set =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    answer(() -> s3.putObjectTagging(r -> r.bucket(bucket).key(key).tagging(t -> t.tagSet(set))));
  }

  @Override
  public Page list(String bucket, Listing listing) {
    ListObjectsV2Response page =
        refusing(
            () ->
                s3.listObjectsV2(
                    r ->
                        r.bucket(bucket)
                            .prefix(listing.prefix())
                            .delimiter(listing.delimiter().orElse(null))
                            .startAfter(listing.startAfter().orElse(null))
                            .continuationToken(listing.token().orElse(null))
                            .maxKeys(listing.most())
                            .encodingType(EncodingType.URL)));
    return new Page(
        page.contents().stream().map(AwsContractClient::entry).toList(),
        page.commonPrefixes().stream().map(p -> p.prefix()).toList(),
        page.keyCount(),
        Optional.ofNullable(page.nextContinuationToken()));
  }

  private static Entry entry(S3Object object) {
    return new Entry(
        object.key(), bare(object.eTag()), object.size(), object.lastModified(), "", true, false);
  }

  @Override
  public List<Entry> versions(String bucket, String prefix) {
    ListObjectVersionsResponse listed =
        refusing(
            () ->
                s3.listObjectVersions(
                    r -> r.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL)));
    List<Entry> entries = new ArrayList<>();
    for (ObjectVersion v : listed.versions()) {
      entries.add(
          new Entry(
              v.key(),
              bare(v.eTag()),
              v.size(),
              v.lastModified(),
              v.versionId(),
              v.isLatest(),
              false));
    }
    for (DeleteMarkerEntry m : listed.deleteMarkers()) {
      entries.add(new Entry(m.key(), "", 0, m.lastModified(), m.versionId(), m.isLatest(), true));
    }
    return entries;
  }

  @Override
  public String beginUpload(String bucket, String key, Map<String, String> headers) {
    return refusing(
            () ->
                s3.createMultipartUpload(
                    r -> r.bucket(bucket).key(key).overrideConfiguration(with(headers, Map.of()))))
        .uploadId();
  }

  @Override
  public Part uploadPart(String bucket, String key, String uploadId, int number, byte[] body) {
    String etag =
        refusing(
                () ->
                    s3.uploadPart(
                        r -> r.bucket(bucket).key(key).uploadId(uploadId).partNumber(number),
                        RequestBody.fromBytes(body)))
            .eTag();
    return new Part(number, bare(etag), body.length);
  }

  @Override
  public Part copyPart(
      String bucket, String from, String key, String uploadId, int number, CopyRange of) {
    String etag =
        refusing(
                () ->
                    s3.uploadPartCopy(
                        r ->
                            r.sourceBucket(bucket)
                                .sourceKey(from)
                                .copySourceIfMatch('"' + of.etag() + '"')
                                .copySourceRange("bytes=%d-%d".formatted(of.first(), of.last()))
                                .destinationBucket(bucket)
                                .destinationKey(key)
                                .uploadId(uploadId)
                                .partNumber(number)))
            .copyPartResult()
            .eTag();
    return new Part(number, bare(etag), of.last() - of.first() + 1);
  }

  @Override
  public List<Part> parts(String bucket, String key, String uploadId) {
    return refusing(() -> s3.listParts(r -> r.bucket(bucket).key(key).uploadId(uploadId)))
        .parts()
        .stream()
        .map(part -> new Part(part.partNumber(), bare(part.eTag()), part.size()))
        .toList();
  }

  @Override
  public StoreAnswer complete(
      String bucket, String key, String uploadId, List<Part> parts, Map<String, String> headers) {
    List<CompletedPart> completed =
        parts.stream()
            .map(
                part -> CompletedPart.builder().partNumber(part.number()).eTag(part.etag()).build())
            .toList();
    return refusing(
        () -> {
          var response =
              s3.completeMultipartUpload(
                  r ->
                      r.bucket(bucket)
                          .key(key)
                          .uploadId(uploadId)
                          .multipartUpload(m -> m.parts(completed))
                          .overrideConfiguration(with(headers, Map.of())));
          Map<String, String> all = headers(response.sdkHttpResponse());
          all.put("etag", response.eTag());
          return new StoreAnswer(response.sdkHttpResponse().statusCode(), all, new byte[0]);
        });
  }

  @Override
  public void abort(String bucket, String key, String uploadId) {
    answer(() -> s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(uploadId)));
  }

  @Override
  public void close() {
    s3.close();
  }

  private static AwsRequestOverrideConfiguration with(
      Map<String, String> headers, Map<String, String> query) {
    AwsRequestOverrideConfiguration.Builder builder = AwsRequestOverrideConfiguration.builder();
    headers.forEach(builder::putHeader);
    query.forEach(builder::putRawQueryParameter);
    return builder.build();
  }

  private static StoreAnswer answer(Supplier<? extends S3Response> call) {
    SdkHttpResponse http = refusing(call).sdkHttpResponse();
    return new StoreAnswer(http.statusCode(), headers(http), new byte[0]);
  }

  private static <T> T refusing(Supplier<T> call) {
    try {
      return call.get();
    } catch (S3Exception e) {
      String code = Optional.ofNullable(e.awsErrorDetails().errorCode()).orElse("");
      throw new StoreErrorException(
          e.statusCode(), code, headers(e.awsErrorDetails().sdkHttpResponse()), e);
    }
  }

  private static Map<String, String> headers(SdkHttpResponse http) {
    Map<String, String> headers = new TreeMap<>(Comparator.naturalOrder());
    http.headers()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }
}
