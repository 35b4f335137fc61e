package dev.understudy.core.store;

import dev.understudy.core.object.ObjectKey;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bucket that takes writes. Understudy only reads it. Every method may throw {@link
 * StoreException.Unavailable}.
 */
public interface Primary {

  /**
   * Sends a GET of the current object. Only {@code NoSuchKey} yields a result without an object. A
   * 404 without a code, a 403, a redirect or {@code NoSuchBucket} is {@link
   * StoreException.Unavailable}.
   *
   * @return the response, which the caller closes
   * @throws StoreException.Refused if the object is archived or encrypted with a customer's key
   */
  PrimaryRead open(ObjectKey key);

  /**
   * As {@link #open(ObjectKey)}, and does other work while the response is on its way. The primary
   * may evaluate the GET before, during or after that work.
   *
   * @param meanwhile has run once if this returns, on the same thread. What it throws is rethrown
   */
  default PrimaryRead open(ObjectKey key, Runnable meanwhile) {
    meanwhile.run();
    return open(key);
  }

  /**
   * Sends a HEAD of the current object. An empty result does not prove a deletion, because the 404
   * of a HEAD does not say what is missing.
   */
  Optional<PrimaryObject> head(ObjectKey key);

  /**
   * Opens a range of exactly this object's bytes. The caller closes the stream.
   *
   * @throws StoreException.Moved if it is no longer the current object
   */
  InputStream range(PrimaryObject object, long from, long length);

  /**
   * The length of one part of this object, from its multipart upload. Empty if the primary does not
   * return it, or if the number of parts differs from the ETag's, since a store may accept any
   * ETag.
   *
   * @param number from 1
   * @throws StoreException.Moved if it is no longer the current object
   */
  OptionalLong partSize(PrimaryObject object, int number);
}
