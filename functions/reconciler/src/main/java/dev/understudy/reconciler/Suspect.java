package dev.understudy.reconciler;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key with drift of unknown age, such as a replica without an original. It is reported as drift
 * if it shows the same after the grace period: a replica that has changed is being kept current,
 * and another original is another change.
 *
 * @param seen names the version that the standby showed
 * @param original names the version that the primary showed; empty if it had no object
 */
record Suspect(ObjectKey key, String seen, String original) {
  /** A replica that may have to be deleted. */
  static Suspect of(ListedObject replica, @Nullable ListedObject original) {
    return new Suspect(replica.key(), name(replica), original == null ? "" : name(original));
  }

  static Suspect of(ObjectKey key, Replica replica, Optional<PrimaryObject> original) {
    return new Suspect(key, name(replica), name(original));
  }

  /** Whether both sides show the same versions, as far as listings and HEAD show. */
  boolean isStill(Replica now, Optional<PrimaryObject> originalNow) {
    return hasReplica(now) && original.equals(name(originalNow));
  }

  /** Whether the standby shows the same version, as far as listings and HEAD show. */
  boolean hasReplica(Replica now) {
    return seen.equals(name(now))
        || now.present()
            .filter(r -> seen.equals(name(r.fingerprint().etag(), r.lastModified())))
            .isPresent();
  }

  private static String name(ListedObject listed) {
    return name(listed.etag(), listed.lastModified());
  }

  private static String name(Optional<PrimaryObject> original) {
    return original.map(o -> name(o.fingerprint().etag(), o.lastModified())).orElse("");
  }

  private static String name(Replica replica) {
    if (replica instanceof Replica.Present present) {
      return present
          .versionId()
          .orElseGet(() -> name(present.fingerprint().etag(), present.lastModified()));
    }
    return replica instanceof Replica.Marker marker ? marker.versionId() : "";
  }

  /** A listing shows no version id. */
  private static String name(ETag etag, Instant modified) {
    return etag.value() + "@" + modified.getEpochSecond();
  }
}
