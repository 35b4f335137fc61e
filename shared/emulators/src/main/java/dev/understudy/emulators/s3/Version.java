package dev.understudy.emulators.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry in a key's history.
 *
 * @param id {@value #NULL} where it was written without versioning
 * @param data empty for a delete marker
 */
record Version(String id, Instant time, Optional<ObjectData> data) {
  static final String NULL = "null";

  boolean isMarker() {
    return data.isEmpty();
  }
}
