package dev.understudy.core.s3;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Whether the standby encrypts new objects with SSE-KMS, as its answers show. MinIO then shows only
 * the last 32 characters of the ETag of an object that was written with one PUT (getDecryptedETag
 * in its cmd/encryption-v1.go). That cuts an ETag with a number of parts. An object that was
 * written as a multipart upload shows its whole ETag. Thread-safe.
 */
final class KmsEncryption {
  static final String HEADER = "x-amz-server-side-encryption";

  private volatile @Nullable Boolean on;

  /**
   * Takes note of a write's answer: the bucket's configuration may change at any time.
   *
   * @param answered the value of {@link #HEADER}
   */
  void observe(@Nullable String answered) {
    on = "aws:kms".equals(answered);
  }

  /**
   * Whether a PUT might cut this ETag, also as long as no answer has been seen. MinIO cuts no ETag
   * of a key that ends in a slash, and has no multipart uploads for it.
   */
  boolean mayCut(ObjectKey key, ETag etag) {
    return etag.isMultipart() && !key.value().endsWith("/") && !Boolean.FALSE.equals(on);
  }
}
