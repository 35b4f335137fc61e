package dev.understudy.core.store;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The bucket that waits. Reads may throw {@link StoreException.Unavailable}; {@link #put}, {@link
 * #complete} and {@link #delete} may also throw {@link StoreException.InDoubt}, {@link
 * StoreException.Refused} and {@link StoreException.Corrupt}. Every write carries its stamp, the
 * time in the primary's clock at which it was true, in milliseconds (docs/stamps.md).
 */
public interface Standby {

  /** What the standby shows for the key now. */
  Replica head(ObjectKey key);

  /**
   * The time, to the millisecond, of one entry in the key's history.
   *
   * @throws StoreException.Unavailable also if that entry is no longer among the newest ones
   */
  Instant timeOf(ObjectKey key, String versionId);

  /**
   * Writes a whole object from memory.
   *
   * @param content not changed and not kept
   * @param checksum what the content must have, or nothing is stored and {@link
   *     StoreException.Corrupt} thrown
   */
  WriteResult put(
      ObjectKey key,
      byte[] content,
      Optional<Checksum> checksum,
      Fingerprint fingerprint,
      Condition condition,
      Instant stamp);

  /** Begins an upload in parts and returns its id. Nothing is visible until {@link #complete}. */
  String createUpload(ObjectKey key, Fingerprint fingerprint);

  /**
   * Streams one part, without buffering it.
   *
   * @param number from 1
   * @param source opens the part's bytes; asked again for another attempt. Its streams are closed
   *     here, and a {@link StoreException} it throws comes out unchanged.
   * @return the part, for {@link #complete}
   */
  Part uploadPart(
      ObjectKey key, String uploadId, int number, long length, Supplier<InputStream> source);

  /** The parts stored so far, in order, or empty if the upload is unknown. */
  Optional<List<Part>> parts(ObjectKey key, String uploadId);

  /**
   * Makes the upload the current object. {@link WriteResult#CONDITION_FAILED} also if the upload is
   * unknown by now.
   */
  WriteResult complete(
      ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp);

  /** Gives an upload up. One that is unknown is no error. */
  void abort(ObjectKey key, String uploadId);

  /**
   * Hides the key behind a delete marker. The standby knows no condition here: the stamp is what
   * protects newer versions.
   */
  void delete(ObjectKey key, Instant stamp);

  /**
   * The whole content of an object, which must be a small one of our own; empty if there is none.
   */
  Optional<byte[]> read(ObjectKey key);

  /** A stored part. */
  record Part(int number, long length, String etag) {}
}
