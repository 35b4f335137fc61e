package dev.understudy.reconciler;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that looks wrong where no time tells since when: a replica without an original above all.
 * It is drift if it looks wrong again after the grace period and neither side has moved in between:
 * a replica that moves is being kept current, and what an original has become is another change.
 *
 * @param seen names what the standby showed
 * @param original names what the primary had; empty for nothing
 */
record Suspect(ObjectKey key, String seen, String original) {
  /** A replica without an original. */
  static Suspect of(ListedObject replica) {
    return new Suspect(replica.key(), name(replica.etag(), replica.lastModified()), "");
  }

  static Suspect of(ObjectKey key, Replica replica, Optional<PrimaryObject> original) {
    return new Suspect(key, name(replica), name(original));
  }

  /** Whether both sides show the same as then, as far as can be told. */
  boolean isStill(Replica now, Optional<PrimaryObject> originalNow) {
    boolean sameReplica =
        seen.equals(name(now))
            || now.present()
                .filter(t -> seen.equals(name(t.fingerprint().etag(), t.lastModified())))
                .isPresent();
    return sameReplica && original.equals(name(originalNow));
  }

  private static String name(Optional<PrimaryObject> original) {
    return original.map(o -> name(o.fingerprint().etag(), o.lastModified())).orElse("");
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
