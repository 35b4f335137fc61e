package dev.understudy.core.s3;

import org.jspecify.annotations.Nullable;

/**
 * Whether a GET that counts no tags can be believed. Amazon's S3 and MinIO count them in a GET and
 * in a HEAD, LocalStack 4.14 in a HEAD alone: a store whose HEAD has counted some and whose GET
 * never has is asked for the tags themselves. Safe for several threads.
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
