package dev.understudy.core.s3;

import dev.understudy.core.s3.wire.WireResponse;
import java.util.Set;

/**
 * Decides whether a GET without a tag count is reliable. AWS S3 and MinIO return the tag count with
 * a GET and a HEAD, LocalStack 4.14 with a HEAD only. As long as no GET of any other store has
 * returned a count, the tags themselves must be read. Safe for several threads.
 */
final class TagCounts {
  /** The Server headers of stores that return the count with a GET. */
  private static final Set<String> RELIABLE = Set.of("AmazonS3", "MinIO");

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

  boolean mayHideTags(WireResponse get) {
    String server = get.header("Server");
    return !inGet && (inHead || server == null || !RELIABLE.contains(server));
  }
}
