package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.note.RefusalNotes.OriginalVersion;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects that the replicator has refused or replicated without some labels, as its notes on
 * the standby say. Thread-safe.
 */
final class RefusedKeys {
  private final BothStores stores;
  private final RefusalNotes notes;
  private final boolean any;

  /**
   * Lists one note, so that a bucket without refusals costs no further request.
   *
   * @param stores whose listings include reserved keys
   */
  RefusedKeys(BothStores stores, RefusalNotes notes) {
    this.stores = stores;
    this.notes = notes;
    this.any = !page(Optional.empty(), 1).objects().isEmpty();
  }

  /** Whether there is any note. */
  boolean any() {
    return any;
  }

  /** Whether this version of the object was refused. */
  boolean contains(ObjectKey key, OriginalVersion version) {
    return any
        && notes
            .find(key)
            .filter(note -> note.isRefusal(stores.labels()))
            .filter(note -> note.appliesTo(version.etag(), version.lastModified()))
            .isPresent();
  }

  /** Whether any version of the object was refused. */
  boolean contains(ObjectKey key) {
    return any && notes.find(key).filter(note -> note.isRefusal(stores.labels())).isPresent();
  }

  /**
   * A page of notes.
   *
   * @param notes in the order of their names, which is not that of their keys
   * @param next the name after which the next page begins; empty for the last page
   */
  record NotePage(List<RefusalNotes.Note> notes, Optional<ObjectKey> next) {}

  /** The notes after this name. */
  NotePage notesAfter(Optional<ObjectKey> name, int max) {
    Listing.Page page = page(name, max);
    List<RefusalNotes.Note> found = new ArrayList<>();
    for (ListedObject listed : page.objects()) {
      notes.read(listed.key()).ifPresent(found::add);
    }
    return new NotePage(
        found, page.next().map(next -> page.objects().get(page.objects().size() - 1).key()));
  }

  /**
   * Removes the note of a refused object that is gone, has another version or has a correct
   * replica, and the note of a replica whose original is gone or has only labels that are held.
   */
  void removeIfObsolete(RefusalNotes.Note note, CorrectReplica correct) {
    try {
      Optional<PrimaryObject> original = stores.primary().head(note.key());
      if (original.filter(object -> stillApplies(note, object, correct)).isEmpty()) {
        notes.remove(note.key());
      }
    } catch (StoreException.Refused e) {
      // The object is still refused.
    } catch (StoreException.Unavailable e) {
      // The files of this one replica may be damaged; the note then stays for the next pass.
      if (!e.isClientError() && !e.isServerError()) {
        throw e;
      }
    }
  }

  private boolean stillApplies(
      RefusalNotes.Note note, PrimaryObject original, CorrectReplica correct) {
    if (note.reason().isEmpty()) {
      return !correct.labels().of(original.fingerprint().attributes()).leftOut().isEmpty();
    }
    OriginalVersion version = OriginalVersion.of(original);
    return note.isRefusal(correct.labels())
        && note.appliesTo(version.etag(), version.lastModified())
        && stores
            .standby()
            .head(note.key())
            .present()
            .filter(replica -> correct.matches(original, replica))
            .isEmpty();
  }

  private Listing.Page page(Optional<ObjectKey> after, int max) {
    return stores.standbyListing().page(Listing.Place.of(ReservedKeys.REFUSED, after), max);
  }
}
