package dev.understudy.core.s3;

import dev.understudy.core.s3.wire.WireResponse;

/**
 * Decides whether a GET without a tag count is reliable. AWS S3 and MinIO return the tag count with
 * a GET and a HEAD, LocalStack 4.14 with a HEAD only. If HEADs of a store have returned a count and
 * no GET has, the tags themselves must be read. Safe for several threads.
 */
final class TagCounts {
  private volatile boolean inHead;
  private volatile boolean inGet;

  /** The number of tags that a response states; 0 if it states none. */
  static long of(WireResponse response) {
    return response.number("x-amz-tagging-count").orElse(0L);
  }

  void head(long count) {
    if (count > 0) {
      inHead = true;
    }
  }

  void get(long count) {
    if (count > 0) {
      inGet = true;
    }
  }

  boolean getMayHideTags() {
    return inHead && !inGet;
  }
}
