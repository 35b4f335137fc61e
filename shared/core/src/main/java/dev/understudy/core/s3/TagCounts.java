package dev.understudy.core.s3;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a GET without a tag count is reliable. AWS S3 and MinIO return the tag count with
 * a GET and a HEAD, LocalStack 4.14 with a HEAD only. If HEADs of a store have returned a count and
 * no GET has, the tags themselves must be read. Safe for several threads.
 */
final class TagCounts {
  private volatile boolean inHead;
  private volatile boolean inGet;

  void head(@Nullable Integer count) {
    if (isSome(count)) {
      inHead = true;
    }
  }

  void get(@Nullable Integer count) {
    if (isSome(count)) {
      inGet = true;
    }
  }

  boolean getMayHideTags() {
    return inHead && !inGet;
  }

  private static boolean isSome(@Nullable Integer count) {
    return count != null && count > 0;
  }
}
