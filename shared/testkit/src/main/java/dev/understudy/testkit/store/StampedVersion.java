package dev.understudy.testkit.store;

import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.store.Replica;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version or delete marker of a key.
 *
 * @param time the stamp
 * @param fingerprint null for a delete marker
 */
record StampedVersion(String id, Instant time, @Nullable Fingerprint fingerprint, byte[] content) {
  boolean isMarker() {
    return fingerprint == null;
  }

  /** What HEAD shows, with the time in whole seconds. */
  Replica replica() {
    return fingerprint == null
        ? new Replica.Marker(id)
        : new Replica.Present(fingerprint, time.truncatedTo(ChronoUnit.SECONDS), Optional.of(id));
  }
}
