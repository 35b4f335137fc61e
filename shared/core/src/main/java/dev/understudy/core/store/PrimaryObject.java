package dev.understudy.core.store;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ObjectProperties;
import dev.understudy.core.object.StorageClasses;
import java.time.Instant;
import java.util.Optional;

/**
 * An object of the primary, as one response showed it. Two equal values mean that the object did
 * not change between the two responses.
 *
 * @param lastModified in whole seconds. For a multipart object it may be the time at which the
 *     upload began (S3 user guide, system-defined metadata).
 * @param storageClass in S3's spelling
 */
public record PrimaryObject(
    ObjectKey key, Fingerprint fingerprint, Instant lastModified, String storageClass) {

  /** An object of the class {@link StorageClasses#STANDARD}. */
  public PrimaryObject(ObjectKey key, Fingerprint fingerprint, Instant lastModified) {
    this(key, fingerprint, lastModified, StorageClasses.STANDARD);
  }

  /** The same object with these headers, metadata and tags. */
  public PrimaryObject with(Attributes attributes) {
    return new PrimaryObject(
        key,
        new Fingerprint(fingerprint.etag(), fingerprint.size(), attributes),
        lastModified,
        storageClass);
  }

  /** What decides whether it is in scope. */
  public ObjectProperties properties() {
    return new ObjectProperties(
        key,
        fingerprint.size(),
        lastModified,
        storageClass,
        Optional.of(fingerprint.attributes().tags()));
  }
}
