package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import java.util.Optional;

/**
 * A key that was checked with HEAD requests.
 *
 * @param size of the primary's object in bytes; 0 if there is none
 * @param suspect whether it is drift of unknown age: no time shows when an original was deleted,
 *     its tags were changed, or its multipart upload was completed
 * @param replica what the standby showed
 * @param original what the primary showed; empty if it was not asked or has no object
 */
record CheckedKey(
    ObjectKey key,
    Finding finding,
    long size,
    boolean suspect,
    Replica replica,
    Optional<PrimaryObject> original) {

  Suspect toSuspect() {
    return Suspect.of(key, replica, original);
  }

  /** Whether both sides still show what they showed when the key became a suspect. */
  boolean isUnchangedSince(Suspect suspected) {
    return suspected.isStill(replica, original);
  }
}
