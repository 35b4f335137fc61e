package dev.understudy.core.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The standby bucket. Reads may throw {@link StoreException.Unavailable}; {@link #put}, {@link
 * #complete} and {@link #delete} may also throw {@link StoreException.InDoubt}, {@link
 * StoreException.Refused} and {@link StoreException.Corrupt}. Every write carries its stamp: the
 * primary's time at which the write was true, in milliseconds (docs/stamps.md).
 */
public interface Standby {

  /**
   * Whether writes say from now on that they are replication. Some stores obey a given time and
   * ETag only then. MinIO obeys them in any case, but drops a given ETag under SSE-S3 if a write
   * says so.
   */
  void sendMarker(boolean send);

  /** Sends a HEAD of the key. */
  Replica head(ObjectKey key);

  /**
   * The time of one version or delete marker of the key, to the millisecond.
   *
   * @throws StoreException.Unavailable also if that version is no longer among the newest ones
   */
  Instant timeOf(ObjectKey key, String versionId);

  /**
   * Writes an object with one PUT.
   *
   * @param content neither changed nor kept
   * @param checksum the checksum that the standby verifies. If it differs, nothing is stored and
   *     {@link StoreException.Corrupt} is thrown.
   */
  WriteResult put(
      ObjectKey key,
      byte[] content,
      Optional<Checksum> checksum,
      Fingerprint fingerprint,
      Condition condition,
      Instant stamp);

  /** Creates a multipart upload and returns its id. Nothing is visible until {@link #complete}. */
  String createUpload(ObjectKey key, Fingerprint fingerprint);

  /**
   * Streams one part, without buffering it.
   *
   * @param number from 1
   * @param source opens the part's bytes, once for each attempt. This method closes its streams and
   *     rethrows a {@link StoreException} of the source unchanged.
   * @return the stored part, for {@link #complete}
   */
  Part uploadPart(
      ObjectKey key, String uploadId, int number, long length, Supplier<InputStream> source);

  /**
   * Stores a part with bytes of the key's current object, without sending them.
   *
   * @param number from 1
   * @param from the first byte of the object that belongs to the part
   * @param etag the ETag that the current object must have
   * @return the stored part, for {@link #complete}. Empty if the current object is another, or if
   *     the standby could not copy its bytes; {@link #uploadPart} may still store the part.
   */
  Optional<Part> copyPart(
      ObjectKey key, String uploadId, int number, long from, long length, ETag etag);

  /** The parts stored so far, in order, or empty if the upload is unknown. */
  Optional<List<Part>> parts(ObjectKey key, String uploadId);

  /**
   * Completes the upload, which makes it the current object. Returns {@link
   * WriteResult#CONDITION_FAILED} also if the upload is no longer known.
   */
  WriteResult complete(
      ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp);

  /** Aborts an upload. An unknown upload is not an error. */
  void abort(ObjectKey key, String uploadId);

  /**
   * Deletes the current object; in a versioned bucket, this writes a delete marker. Stores differ:
   * MinIO ignores the condition and relies on the stamp, which protects newer versions. Others
   * evaluate the condition, which protects an object that was written since.
   *
   * @param seen the ETag of the object to delete
   */
  WriteResult delete(ObjectKey key, ETag seen, Instant stamp);

  /**
   * The content of an object, or empty if there is none. Only for Understudy's own small objects.
   */
  Optional<byte[]> read(ObjectKey key);

  /**
   * The headers and metadata that a GET returns to readers, without tags; empty if there is no
   * object. On some stores a HEAD returns others.
   */
  Optional<Attributes> readAttributes(ObjectKey key);

  /**
   * Reads the last byte of an object. A HEAD shows an object whose files are damaged as it was.
   *
   * @return false if the standby has the object and cannot read that byte; true if it has no object
   */
  boolean isReadable(ObjectKey key);

  /** A stored part. */
  record Part(int number, long length, String etag) {}
}
