package dev.understudy.core.object;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What decides whether an object is in scope.
 *
 * @param size in bytes
 * @param storageClass in S3's spelling
 * @param tags empty if they are not known: no listing shows them
 */
public record ObjectProperties(
    ObjectKey key,
    long size,
    Instant lastModified,
    String storageClass,
    Optional<Map<String, String>> tags) {

  /** An object of the class {@link StorageClasses#STANDARD} whose tags are not known. */
  public ObjectProperties(ObjectKey key, long size, Instant lastModified) {
    this(key, size, lastModified, StorageClasses.STANDARD, Optional.empty());
  }
}
