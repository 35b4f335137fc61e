package dev.understudy.core.store;

import dev.understudy.core.object.ObjectKey;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bucket that takes writes, only ever read. Every method may throw {@link
 * StoreException.Unavailable}.
 */
public interface Primary {

  /**
   * Asks for the current object with a GET. Only {@code NoSuchKey} makes an answer without an
   * object: a bare 404, 403, a redirect or {@code NoSuchBucket} is {@link
   * StoreException.Unavailable}.
   *
   * @throws StoreException.Refused if the object is archived or encrypted with a customer's key
   */
  PrimaryRead open(ObjectKey key);

  /**
   * Looks at the current object with a HEAD. Empty is no proof of deletion: a HEAD's 404 does not
   * say what is missing.
   */
  Optional<PrimaryObject> head(ObjectKey key);

  /**
   * Opens a range of exactly this object's bytes. The caller closes the stream.
   *
   * @throws StoreException.Moved if it is not the current object any more
   */
  InputStream range(PrimaryObject object, long from, long length);

  /**
   * The length of one of the parts that this object was uploaded in, or empty if the primary does
   * not tell, or tells of another number of parts than the ETag: a store may have been given any.
   *
   * @param number from 1
   * @throws StoreException.Moved if it is not the current object any more
   */
  OptionalLong partSize(PrimaryObject object, int number);
}
