package dev.understudy.core.object;

/**
 * Everything that must be equal for a replica to be right. Two objects with equal fingerprints need
 * no copy.
 *
 * @param etag the primary's ETag; the standby is told to keep it
 * @param size bytes
 * @param attributes headers, user metadata and tags
 */
public record Fingerprint(ETag etag, long size, Attributes attributes) {

  public Fingerprint {
    if (size < 0) {
      throw new IllegalArgumentException("The size is negative: " + size);
    }
  }
}
