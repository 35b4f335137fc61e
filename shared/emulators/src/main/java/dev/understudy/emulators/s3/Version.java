package dev.understudy.emulators.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * A version or delete marker of a key.
 *
 * @param id {@value #NULL} if it was written without versioning
 * @param data empty for a delete marker
 */
record Version(String id, Instant time, Optional<ObjectData> data) {
  static final String NULL = "null";

  boolean isMarker() {
    return data.isEmpty();
  }

  /** Sets the headers that name a version which a request has written. */
  void describe(Call call, Bucket bucket) {
    call.set("ETag", '"' + data.orElseThrow().etag() + '"');
    if (bucket.versioning() != Bucket.Versioning.NEVER) {
      call.set("x-amz-version-id", id);
    }
  }
}
