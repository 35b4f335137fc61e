package dev.understudy.cli.failback;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.store.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One multipart upload of the standby's object to the primary, with the parts that the object has.
 *
 * @param standby where the bytes come from
 */
record PrimaryUpload(
    BucketClient primary, BucketClient standby, KeyState state, Replica.Present object) {
  /** Of an object whose parts are unknown; 10,000 of them hold the largest object. */
  private static final long PART = 1L << 30;

  /** Returns the ETag. Nothing is left of an upload that fails. */
  String run() {
    String upload = create();
    try {
      return complete(upload, parts(upload));
    } catch (RuntimeException e) {
      abort(upload, e);
      throw e;
    }
  }

  private String key() {
    return state.key().value();
  }

  private String create() {
    Attributes attributes = object.fingerprint().attributes();
    return primary
        .s3()
        .createMultipartUpload(
            request ->
                request
                    .bucket(primary.name())
                    .key(key())
                    .expectedBucketOwner(primary.expectedOwner())
                    .contentType(CopiedHeaders.type(attributes))
                    .overrideConfiguration(CopiedHeaders.of(attributes)))
        .uploadId();
  }

  private String complete(String upload, List<CompletedPart> parts) {
    return new ETag(
            primary
                .s3()
                .completeMultipartUpload(
                    request ->
                        request
                            .bucket(primary.name())
                            .key(key())
                            .uploadId(upload)
                            .expectedBucketOwner(primary.expectedOwner())
                            .ifMatch(PrimaryWriter.ifMatch(state))
                            .ifNoneMatch(PrimaryWriter.ifNoneMatch(state))
                            .multipartUpload(completed -> completed.parts(parts)))
                .eTag())
        .value();
  }

  private void abort(String upload, RuntimeException failure) {
    try {
      primary
          .s3()
          .abortMultipartUpload(
              request ->
                  request
                      .bucket(primary.name())
                      .key(key())
                      .uploadId(upload)
                      .expectedBucketOwner(primary.expectedOwner()));
    } catch (RuntimeException e) {
      // The first failure decides the outcome.
      failure.addSuppressed(e);
    }
  }

  private List<CompletedPart> parts(String upload) {
    long size = object.fingerprint().size();
    List<CompletedPart> parts = new ArrayList<>();
    long from = 0;
    for (int number = 1; from < size; number++) {
      long length = Math.min(size - from, partSize(number));
      parts.add(part(upload, number, from, length));
      from += length;
    }
    return parts;
  }

  private CompletedPart part(String upload, int number, long from, long length) {
    try (StandbyBody body = new StandbyBody(standby, state.key(), object, from, length)) {
      String etag =
          primary
              .s3()
              .uploadPart(
                  request ->
                      request
                          .bucket(primary.name())
                          .key(key())
                          .uploadId(upload)
                          .partNumber(number)
                          .expectedBucketOwner(primary.expectedOwner()),
                  RequestBody.fromContentProvider(body, length, Attributes.DEFAULT_CONTENT_TYPE))
              .eTag();
      return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
  }

  /**
   * The length of a part of the standby's upload, or a fixed one if the standby does not show it.
   */
  private long partSize(int number) {
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
                        .key(key())
                        .partNumber(number)
                        .ifMatch(object.fingerprint().etag().quoted()));
    boolean shown =
        head.partsCount() != null
            && head.partsCount() == expected.getAsInt()
            && head.contentLength() > 0;
    return shown ? head.contentLength() : PART;
  }
}
