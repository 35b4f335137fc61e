package dev.understudy.core.store;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.HeldLabels;
import java.time.Duration;
import java.time.Instant;

/**
 * When a replica is correct, for the replicator and the reconciler alike. Stamps make a listing
 * sufficient: a replica that is older than its original has missed a change, even if only headers
 * changed (docs/stamps.md).
 *
 * @param etags whether the standby keeps the ETags it is given; without them, a change of bytes
 *     that keeps the size and the second is not noticed
 * @param labels what the standby holds of the original's headers, metadata and tags
 */
public record CorrectReplica(boolean etags, HeldLabels labels) {
  /** The usual limit of a multipart upload's duration (docs/stamps.md). */
  private static final Duration MAX_UPLOAD = Duration.ofDays(7);

  /** Compares size, ETag, time, and the headers, metadata and tags that the standby holds. */
  public boolean matches(PrimaryObject original, Replica.Present replica) {
    return matchesExceptLabels(original, replica)
        && labels
            .of(original.fingerprint().attributes())
            .attributes()
            .equals(replica.fingerprint().attributes());
  }

  /**
   * Whether the replica has the original's bytes: the same size and ETag. An in-place change of
   * labels, storage class or encryption keeps both (docs/replicas.md).
   */
  public static boolean hasSameBytes(PrimaryObject original, Replica.Present replica) {
    Fingerprint wanted = original.fingerprint();
    Fingerprint present = replica.fingerprint();
    return wanted.size() == present.size() && present.etag().isReplicaOf(wanted.etag());
  }

  /** Compares size, ETag and time. */
  public boolean matchesExceptLabels(PrimaryObject original, Replica.Present replica) {
    return matches(ListedObject.of(original), replica);
  }

  /** Compares what the primary's listing and a HEAD of the standby show: size, ETag and time. */
  public boolean matches(ListedObject original, Replica.Present replica) {
    Fingerprint fingerprint = replica.fingerprint();
    return matches(
        original,
        new ListedObject(
            original.key(), fingerprint.etag(), fingerprint.size(), replica.lastModified()));
  }

  /** Compares what both listings show: size, ETag and time. */
  public boolean matches(ListedObject original, ListedObject replica) {
    return original.size() == replica.size()
        && isNotOlder(replica.lastModified(), original.lastModified())
        && (!etags || replica.etag().isReplicaOf(original.etag()));
  }

  /** In whole seconds: S3 and a HEAD of MinIO show no fraction. */
  private static boolean isNotOlder(Instant replica, Instant original) {
    return replica.getEpochSecond() >= original.getEpochSecond();
  }

  /**
   * Whether the object may be newer than its Last-Modified: S3 may date a multipart object by the
   * beginning of its upload.
   */
  public static boolean mayBeNewer(ETag etag, Instant lastModified, Instant now) {
    return etag.isMultipart() && lastModified.isAfter(now.minus(MAX_UPLOAD));
  }
}
