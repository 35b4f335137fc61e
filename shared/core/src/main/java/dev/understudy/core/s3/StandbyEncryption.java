package dev.understudy.core.s3;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the standby encrypts new objects, as its answers to writes show. MinIO treats two kinds of
 * given ETags wrongly on an encrypted object (its cmd/encryption-v1.go):
 *
 * <ul>
 *   <li>SSE-KMS, one PUT: it shows only the last 32 characters, which cuts an ETag with a number of
 *       parts. A multipart upload shows its whole ETag.
 *   <li>Any encryption, multipart upload: it takes an object whose ETag has 32 characters for one
 *       that was written with one PUT, and cannot decrypt it.
 * </ul>
 *
 * <p>Thread-safe.
 */
final class StandbyEncryption {
  /** The bucket's configuration may change at any time. */
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private static final String SSE_KMS = "aws:kms";

  private final LongSupplier nanoTime;
  private volatile @Nullable Observation last;

  private record Observation(@Nullable String encryption, long nanos) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  StandbyEncryption(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes note of a write's answer.
   *
   * @param answered the header x-amz-server-side-encryption; null if the answer lacks it
   */
  void observe(@Nullable String answered) {
    last = new Observation(answered, nanoTime.getAsLong());
  }

  /** Whether an answer was observed within the last minute. */
  boolean isKnown() {
    Observation seen = last;
    return seen != null && nanoTime.getAsLong() - seen.nanos < MAX_AGE.toNanos();
  }

  /** Whether new objects are encrypted in any way. Requires {@link #isKnown}. */
  boolean isOn() {
    Observation seen = last;
    return seen != null && seen.encryption != null;
  }

  /**
   * Whether a PUT might cut this ETag, also as long as no answer has been seen. MinIO cuts no ETag
   * of a key that ends in a slash, and has no multipart uploads for it.
   */
  boolean mayCut(ObjectKey key, ETag etag) {
    Observation seen = last;
    return etag.isMultipart()
        && !key.value().endsWith("/")
        && (seen == null || SSE_KMS.equals(seen.encryption));
  }
}
