package dev.understudy.core.store;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ObjectProperties;
import dev.understudy.core.object.StorageClasses;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a listing.
 *
 * @param size in bytes
 * @param lastModified whole seconds on S3, milliseconds on MinIO
 * @param storageClass in S3's spelling
 */
public record ListedObject(
    ObjectKey key, ETag etag, long size, Instant lastModified, String storageClass) {

  /** An object of the class {@link StorageClasses#STANDARD}. */
  public ListedObject(ObjectKey key, ETag etag, long size, Instant lastModified) {
    this(key, etag, size, lastModified, StorageClasses.STANDARD);
  }

  /** The entry of an object of the primary. */
  public static ListedObject of(PrimaryObject object) {
    return new ListedObject(
        object.key(),
        object.fingerprint().etag(),
        object.fingerprint().size(),
        object.lastModified(),
        object.storageClass());
  }

  /**
   * Whether its storage class is an archive that must be restored before a read. A restored object
   * stays in that class.
   */
  public boolean archived() {
    return StorageClasses.isArchive(storageClass);
  }

  /** What decides whether it is in scope. A listing shows no tags. */
  public ObjectProperties properties() {
    return new ObjectProperties(key, size, lastModified, storageClass, Optional.empty());
  }
}
