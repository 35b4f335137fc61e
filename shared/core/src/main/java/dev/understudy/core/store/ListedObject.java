package dev.understudy.core.store;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;

/**
 * One entry of a listing.
 *
 * @param size in bytes
 * @param lastModified whole seconds on S3, milliseconds on MinIO
 */
public record ListedObject(ObjectKey key, ETag etag, long size, Instant lastModified) {}
