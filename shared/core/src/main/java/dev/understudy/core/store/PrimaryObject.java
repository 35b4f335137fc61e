package dev.understudy.core.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;

/**
 * An object of the primary, as one response showed it. Two equal values mean that the object did
 * not change between the two responses.
 *
 * @param lastModified in whole seconds. For a multipart object it may be the time at which the
 *     upload began (S3 user guide, system-defined metadata).
 */
public record PrimaryObject(ObjectKey key, Fingerprint fingerprint, Instant lastModified) {
  /** The same object with these headers, metadata and tags. */
  public PrimaryObject with(Attributes attributes) {
    return new PrimaryObject(
        key, new Fingerprint(fingerprint.etag(), fingerprint.size(), attributes), lastModified);
  }
}
