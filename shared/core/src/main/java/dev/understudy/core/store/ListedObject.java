package dev.understudy.core.store;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;

/**
 * One entry of a listing.
 *
 * @param size in bytes
 * @param lastModified whole seconds on S3, milliseconds on MinIO
 * @param archived whether its storage class is an archive that must be restored before a read. A
 *     restored object stays in that class.
 */
public record ListedObject(
    ObjectKey key, ETag etag, long size, Instant lastModified, boolean archived) {

  /** An object that is not archived. */
  public ListedObject(ObjectKey key, ETag etag, long size, Instant lastModified) {
    this(key, etag, size, lastModified, false);
  }
}
