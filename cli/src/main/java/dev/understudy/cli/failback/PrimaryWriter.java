package dev.understudy.cli.failback;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.store.Replica;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Writes to the primary, each time under the condition that it still has what a check has seen.
 * Bodies pass through without being buffered. Safe for several threads.
 *
 * @param standby where the bodies come from
 */
record PrimaryWriter(BucketClient primary, BucketClient standby) {
  /** The largest object that S3 accepts in one PUT. */
  private static final long MAX_PUT = 5L << 30;

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
    return conditional(
        () ->
            single
                ? put(state, object, size)
                : new PrimaryUpload(primary, standby, state, object).run());
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

  static @Nullable String ifMatch(KeyState state) {
    return state.primary().map(seen -> seen.fingerprint().etag().quoted()).orElse(null);
  }

  static @Nullable String ifNoneMatch(KeyState state) {
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
                              .contentType(CopiedHeaders.type(attributes))
                              .overrideConfiguration(CopiedHeaders.of(attributes)),
                      RequestBody.fromContentProvider(body, size, CopiedHeaders.type(attributes)))
                  .eTag())
          .value();
    }
  }
}
