package dev.understudy.reconciler;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listed;
import dev.understudy.core.store.Replica;
import java.time.Instant;

/**
 * A key that looks wrong where no time tells since when: a replica without an original above all.
 * It is drift if it looks wrong again after the grace period and its replica has not moved in
 * between; a replica that moves is being kept current.
 *
 * @param seen names what the standby showed
 */
record Suspect(ObjectKey key, String seen) {
  static Suspect of(Listed replica) {
    return new Suspect(replica.key(), name(replica.etag(), replica.lastModified()));
  }

  static Suspect of(ObjectKey key, Replica replica) {
    return new Suspect(key, name(replica));
  }

  /** Whether the standby shows the same as then, as far as can be told. */
  boolean isStill(Replica now) {
    return seen.equals(name(now))
        || now.present()
            .filter(there -> seen.equals(name(there.fingerprint().etag(), there.lastModified())))
            .isPresent();
  }

  private static String name(Replica replica) {
    if (replica instanceof Replica.Present there) {
      return there
          .versionId()
          .orElseGet(() -> name(there.fingerprint().etag(), there.lastModified()));
    }
    return replica instanceof Replica.Marker marker ? marker.versionId() : "";
  }

  /** A listing tells no version. */
  private static String name(ETag etag, Instant modified) {
    return etag.value() + "@" + modified.getEpochSecond();
  }
}
