package dev.understudy.cli.failback;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.store.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Writes to the primary, each time under the condition that it still has what a check has seen.
 * Bodies pass through without being buffered. Safe for several threads.
 *
 * @param standby where the bodies come from
 */
record PrimaryWriter(BucketClient primary, BucketClient standby) {
  /** The largest object that S3 accepts in one PUT. */
  private static final long MAX_PUT = 5L << 30;

  /** Of an object whose parts are unknown; 10,000 of them hold the largest object. */
  private static final long PART = 1L << 30;

  private static final Set<Integer> CONDITION_FAILED = Set.of(404, 409, 412);

  /**
   * Copies the standby's object with its headers, metadata and tags. A multipart object keeps its
   * parts, so that its ETag stays comparable.
   *
   * @return the ETag of the copy; empty if the primary no longer has what was seen
   */
  Optional<String> copy(KeyState state) {
    Replica.Present object = state.standby().orElseThrow();
    long size = object.fingerprint().size();
    boolean single = !object.fingerprint().etag().isMultipart() && size <= MAX_PUT;
    return conditional(() -> single ? put(state, object, size) : upload(state, object, size));
  }

  /** Returns false if the primary no longer has what was seen. */
  boolean delete(KeyState state) {
    return conditional(
            () -> {
              primary
                  .s3()
                  .deleteObject(
                      request ->
                          request
                              .bucket(primary.name())
                              .key(state.key().value())
                              .expectedBucketOwner(primary.expectedOwner())
                              .ifMatch(ifMatch(state)));
              return "";
            })
        .isPresent();
  }

  /**
   * 412 and 404 mean that the condition failed, 409 that somebody else writes at the same time. The
   * standby's object may have changed too.
   */
  private static Optional<String> conditional(Supplier<String> write) {
    try {
      return Optional.of(write.get());
    } catch (S3Exception e) {
      if (CONDITION_FAILED.contains(e.statusCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static @Nullable String ifMatch(KeyState state) {
    return state.primary().map(seen -> seen.fingerprint().etag().quoted()).orElse(null);
  }

  private static @Nullable String ifNoneMatch(KeyState state) {
    return state.primary().isPresent() ? null : "*";
  }

  private String put(KeyState state, Replica.Present object, long size) {
    Attributes attributes = object.fingerprint().attributes();
    try (StandbyBody body = new StandbyBody(standby, state.key(), object, 0, size)) {
      return new ETag(
              primary
                  .s3()
                  .putObject(
                      request ->
                          request
                              .bucket(primary.name())
                              .key(state.key().value())
                              .expectedBucketOwner(primary.expectedOwner())
                              .ifMatch(ifMatch(state))
                              .ifNoneMatch(ifNoneMatch(state))
                              .contentType(type(attributes))
                              .overrideConfiguration(headers(attributes)),
                      RequestBody.fromContentProvider(body, size, type(attributes)))
                  .eTag())
          .value();
    }
  }

  private String upload(KeyState state, Replica.Present object, long size) {
    Attributes attributes = object.fingerprint().attributes();
    String key = state.key().value();
    String upload =
        primary
            .s3()
            .createMultipartUpload(
                request ->
                    request
                        .bucket(primary.name())
                        .key(key)
                        .expectedBucketOwner(primary.expectedOwner())
                        .contentType(type(attributes))
                        .overrideConfiguration(headers(attributes)))
            .uploadId();
    try {
      List<CompletedPart> parts = parts(state, object, size, upload);
      return new ETag(
              primary
                  .s3()
                  .completeMultipartUpload(
                      request ->
                          request
                              .bucket(primary.name())
                              .key(key)
                              .uploadId(upload)
                              .expectedBucketOwner(primary.expectedOwner())
                              .ifMatch(ifMatch(state))
                              .ifNoneMatch(ifNoneMatch(state))
                              .multipartUpload(completed -> completed.parts(parts)))
                  .eTag())
          .value();
    } catch (RuntimeException e) {
      abort(key, upload, e);
      throw e;
    }
  }

  private void abort(String key, String upload, RuntimeException failure) {
    try {
      primary
          .s3()
          .abortMultipartUpload(
              request ->
                  request
                      .bucket(primary.name())
                      .key(key)
                      .uploadId(upload)
                      .expectedBucketOwner(primary.expectedOwner()));
    } catch (RuntimeException e) {
      // The first failure decides the outcome.
      failure.addSuppressed(e);
    }
  }

  private List<CompletedPart> parts(
      KeyState state, Replica.Present object, long size, String upload) {
    List<CompletedPart> parts = new ArrayList<>();
    long from = 0;
    for (int number = 1; from < size; number++) {
      long length = Math.min(size - from, partSize(state, object, number));
      parts.add(part(state, object, upload, number, from, length));
      from += length;
    }
    return parts;
  }

  private CompletedPart part(
      KeyState state, Replica.Present object, String upload, int number, long from, long length) {
    try (StandbyBody body = new StandbyBody(standby, state.key(), object, from, length)) {
      String etag =
          primary
              .s3()
              .uploadPart(
                  request ->
                      request
                          .bucket(primary.name())
                          .key(state.key().value())
                          .uploadId(upload)
                          .partNumber(number)
                          .expectedBucketOwner(primary.expectedOwner()),
                  RequestBody.fromContentProvider(body, length, Attributes.DEFAULT_CONTENT_TYPE))
              .eTag();
      return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
  }

  /** The length of a part of the standby's upload, or a fixed one if the standby does not show it. */
  private long partSize(KeyState state, Replica.Present object, int number) {
    OptionalInt expected = object.fingerprint().etag().parts();
    if (expected.isEmpty()) {
      return PART;
    }
    HeadObjectResponse head =
        standby
            .s3()
            .headObject(
                request ->
                    request
                        .bucket(standby.name())
                        .key(state.key().value())
                        .partNumber(number)
                        .ifMatch(object.fingerprint().etag().quoted()));
    boolean shown =
        head.partsCount() != null
            && head.partsCount() == expected.getAsInt()
            && head.contentLength() > 0;
    return shown ? head.contentLength() : PART;
  }

  private static String type(Attributes attributes) {
    return attributes.headers().getOrDefault("content-type", Attributes.DEFAULT_CONTENT_TYPE);
  }

  /** Everything but Content-Type, as the headers that S3 stores. */
  private static AwsRequestOverrideConfiguration headers(Attributes attributes) {
    AwsRequestOverrideConfiguration.Builder headers = AwsRequestOverrideConfiguration.builder();
    attributes.headers().forEach(
        (name, value) -> {
          if (!name.equals("content-type")) {
            headers.putHeader(name, value);
          }
        });
    attributes.metadata().forEach((name, value) -> headers.putHeader("x-amz-meta-" + name, value));
    if (!attributes.tags().isEmpty()) {
      headers.putHeader("x-amz-tagging", tagging(attributes.tags()));
    }
    return headers.build();
  }

  private static String tagging(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            tag ->
                SdkHttpUtils.urlEncode(tag.getKey()) + "=" + SdkHttpUtils.urlEncode(tag.getValue()))
        .collect(Collectors.joining("&"));
  }
}
