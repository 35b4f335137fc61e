package dev.understudy.replicator;

import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.note.RefusalNotes.OriginalVersion;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Leaves notes for the reconciler about objects that the standby cannot hold, or whose replica
 * lacks labels.
 */
final class ObjectNotes {
  /** Lambda's limit. */
  private static final Duration MAX_INVOCATION = Duration.ofMinutes(15);

  private final Primary primary;
  private final RefusalNotes notes;
  private final Clock clock;

  ObjectNotes(Primary primary, RefusalNotes notes, Clock clock) {
    this.primary = primary;
    this.notes = notes;
    this.clock = clock;
  }

  /**
   * Writes a note if the outcome needs one. Other outcomes cost no call.
   *
   * @throws StoreException if the standby cannot be written
   */
  void write(ObjectKey key, Outcome outcome) {
    Instant at = clock.instant().minus(MAX_INVOCATION);
    if (outcome instanceof Outcome.Refused refused && refused.reason().isOfObject()) {
      writeRefusal(key, refused, at);
    }
    outcome.leftOut().ifPresent(left -> notes.writeLeftOut(left.object(), left.labels(), at));
  }

  /**
   * If the primary did not show the refused version, the note applies only to versions that are
   * older than any invocation: a newer one may have replaced it meanwhile.
   */
  private void writeRefusal(ObjectKey key, Outcome.Refused refused, Instant at) {
    Optional<PrimaryObject> object = refused.object();
    if (object.isEmpty()) {
      try {
        object = primary.head(key).filter(o -> o.lastModified().isBefore(at));
        if (object.isEmpty()) {
          return;
        }
      } catch (StoreException e) {
        // The primary refuses a HEAD of some objects too. The note then has no version.
      }
    }
    notes.write(key, refused.reason(), object.map(OriginalVersion::of), at);
  }
}
