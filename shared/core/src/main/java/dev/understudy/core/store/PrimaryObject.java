package dev.understudy.core.store;

import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;

/**
 * An object of the primary as one answer showed it. Two equal values mean that the primary has not
 * moved between them.
 *
 * @param lastModified whole seconds; of a multipart object it may be the time its upload was begun
 *     (S3 user guide, system-defined metadata)
 */
public record PrimaryObject(ObjectKey key, Fingerprint fingerprint, Instant lastModified) {}
