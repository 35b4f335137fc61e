package dev.understudy.core.note;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Sha256;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notes on the standby about objects that it cannot hold, or whose replicas lack labels, one under
 * {@link ReservedKeys#REFUSED} for each key. The replicator writes them; the reconciler counts a
 * refused key as such as long as the original is unchanged, and removes notes that no longer apply.
 */
public final class RefusalNotes {
  /** The reason in a note about a replica, which is no refusal. */
  private static final String LEFT_OUT = "labels_left_out";

  private final Notes notes;
  private final HeldLabels labels;

  /**
   * @param labels the rules by which labels are left out or refused
   */
  public RefusalNotes(Standby standby, Clock clock, HeldLabels labels) {
    this.notes = new Notes(standby, clock);
    this.labels = labels;
  }

  /**
   * One refused object, or one replica without some labels.
   *
   * @param reason why the object was refused; empty if it was replicated
   * @param leftOut the labels that the replica lacks; empty if the object was refused
   * @param original the version; empty if the primary did not show it
   * @param at without a version, the time up to which the note applies
   * @param labels the name of the rules under which it was written
   */
  public record Note(
      ObjectKey key,
      Optional<Refusal> reason,
      List<String> leftOut,
      Optional<OriginalVersion> original,
      Instant at,
      String labels) {

    /**
     * Whether the object counts as refused under these rules. A refusal for labels does not under
     * others: the object may be held now.
     */
    public boolean isRefusal(HeldLabels now) {
      return reason.filter(r -> !r.isOfLabels() || labels.equals(now.name())).isPresent();
    }

    /** Whether it is about this version of the object. */
    public boolean appliesTo(ETag etag, Instant lastModified) {
      return original
          .map(version -> version.equals(new OriginalVersion(etag, lastModified)))
          .orElseGet(() -> !lastModified.isAfter(at));
    }

    private boolean isSameExceptTime(Note other) {
      return new Note(key, reason, leftOut, original, other.at, labels).equals(other);
    }
  }

  /** A version of an object, as a listing and a HEAD of the primary show it. */
  public record OriginalVersion(ETag etag, Instant lastModified) {
    public static OriginalVersion of(PrimaryObject object) {
      return new OriginalVersion(object.fingerprint().etag(), object.lastModified());
    }
  }

  /**
   * Writes the note of a refused object, unless the same note exists. If another writer is faster,
   * its note stands.
   *
   * @param at without a version, the note applies to versions that are not younger
   * @throws StoreException if the standby cannot be written
   */
  public void write(ObjectKey key, Refusal reason, Optional<OriginalVersion> original, Instant at) {
    write(new Note(key, Optional.of(reason), List.of(), original, at, labels.name()));
  }

  /**
   * Writes the note of a replica without these labels, unless the same note exists. If another
   * writer is faster, its note stands.
   *
   * @param leftOut not empty
   * @throws StoreException if the standby cannot be written
   */
  public void writeLeftOut(PrimaryObject object, List<String> leftOut, Instant at) {
    Optional<OriginalVersion> original = Optional.of(OriginalVersion.of(object));
    write(new Note(object.key(), Optional.empty(), leftOut, original, at, labels.name()));
  }

  private void write(Note note) {
    Notes.Note stored = notes.open(nameOf(note.key()));
    boolean known =
        note.original().isPresent()
            && stored
                .content()
                .flatMap(RefusalNotes::parse)
                .filter(found -> found.isSameExceptTime(note))
                .isPresent();
    if (!known) {
      stored.write(content(note));
    }
  }

  private static Map<String, Object> content(Note note) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("key", note.key().value());
    content.put("reason", note.reason().map(Refusal::label).orElse(LEFT_OUT));
    if (!note.leftOut().isEmpty()) {
      content.put("leftOut", note.leftOut());
    }
    note.original()
        .ifPresent(
            version -> {
              content.put("etag", version.etag().value());
              content.put("lastModified", version.lastModified().toString());
            });
    content.put("at", note.at().toString());
    content.put("labels", note.labels());
    return content;
  }

  /** The note of this key. */
  public Optional<Note> find(ObjectKey key) {
    return read(nameOf(key));
  }

  /** The note with this name, which a listing showed. */
  public Optional<Note> read(ObjectKey name) {
    return notes.open(name).content().flatMap(RefusalNotes::parse);
  }

  /** Removes the note of this key. */
  public void remove(ObjectKey key) {
    notes.delete(nameOf(key));
  }

  /** A note without the name of its rules is from a version that left nothing out. */
  private static Optional<Note> parse(NoteFields fields) {
    Optional<Refusal> reason = fields.text("reason").flatMap(Refusal::of);
    List<String> leftOut = fields.texts("leftOut");
    Optional<OriginalVersion> original =
        fields
            .text("etag")
            .flatMap(
                etag ->
                    fields
                        .time("lastModified")
                        .map(time -> new OriginalVersion(new ETag(etag), time)));
    return fields
        .key("key")
        .filter(key -> reason.isPresent() || !leftOut.isEmpty())
        .map(
            key ->
                new Note(
                    key,
                    reason,
                    leftOut,
                    original,
                    fields.time("at").orElse(Instant.EPOCH),
                    fields.text("labels").orElse(HeldLabels.EVERYTHING.name())));
  }

  private static ObjectKey nameOf(ObjectKey key) {
    return new ObjectKey(ReservedKeys.REFUSED + Sha256.hex(key.value()));
  }
}
