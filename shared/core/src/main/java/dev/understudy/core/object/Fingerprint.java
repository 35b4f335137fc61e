package dev.understudy.core.object;

/**
 * Everything that must be equal between an object and its replica. Equal fingerprints need no copy.
 *
 * @param etag the primary's ETag, which the standby stores too
 * @param size in bytes
 * @param attributes headers, user metadata and tags
 */
public record Fingerprint(ETag etag, long size, Attributes attributes) {

  public Fingerprint {
    if (size < 0) {
      throw new IllegalArgumentException("The size is negative: " + size);
    }
  }
}
