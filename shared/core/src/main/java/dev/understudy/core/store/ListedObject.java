package dev.understudy.core.store;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;

/**
 * One object as a listing shows it.
 *
 * @param size bytes
 * @param lastModified as fine as the store tells: whole seconds on S3, milliseconds on MinIO
 */
public record ListedObject(ObjectKey key, ETag etag, long size, Instant lastModified) {}
