package dev.understudy.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Notes on the standby about objects that the standby cannot hold, one under {@link
 * ReservedKeys#REFUSED} for each key. The replicator writes them; the reconciler counts the key as
 * refused as long as the original is unchanged, and removes notes that no longer apply.
 */
public final class RefusalNotes {
  private final Notes notes;

  public RefusalNotes(Standby standby, Clock clock) {
    this.notes = new Notes(standby, clock);
  }

  /**
   * One refusal.
   *
   * @param original the version that was refused; empty if the primary did not show it
   * @param at without a version, the time up to which the note applies
   */
  public record Note(
      ObjectKey key, Refusal reason, Optional<OriginalVersion> original, Instant at) {

    /** Whether it is about this version of the object. */
    public boolean appliesTo(ETag etag, Instant lastModified) {
      return original
          .map(version -> version.equals(new OriginalVersion(etag, lastModified)))
          .orElseGet(() -> !lastModified.isAfter(at));
    }
  }

  /** A version of an object, as a listing and a HEAD of the primary show it. */
  public record OriginalVersion(ETag etag, Instant lastModified) {
    public static OriginalVersion of(PrimaryObject object) {
      return new OriginalVersion(object.fingerprint().etag(), object.lastModified());
    }
  }

  /**
   * Writes the note of a key, unless the same note exists. If another writer is faster, its note
   * stands.
   *
   * @param at without a version, the note applies to versions that are not younger
   * @throws StoreException if the standby cannot be written
   */
  public void write(ObjectKey key, Refusal reason, Optional<OriginalVersion> original, Instant at) {
    Notes.Note note = notes.open(nameOf(key));
    boolean known =
        note.content()
            .flatMap(RefusalNotes::parse)
            .filter(found -> found.reason() == reason && found.original().equals(original))
            .filter(found -> original.isPresent())
            .isPresent();
    if (known) {
      return;
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("key", key.value());
    content.put("reason", reason.label());
    original.ifPresent(
        version -> {
          content.put("etag", version.etag().value());
          content.put("lastModified", version.lastModified().toString());
        });
    content.put("at", at.toString());
    note.write(content);
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

  private static Optional<Note> parse(NoteFields fields) {
    Optional<ObjectKey> key = fields.key("key");
    Optional<Refusal> reason = fields.text("reason").flatMap(Refusal::of);
    Optional<OriginalVersion> original =
        fields
            .text("etag")
            .flatMap(
                etag ->
                    fields
                        .time("lastModified")
                        .map(time -> new OriginalVersion(new ETag(etag), time)));
    return key.flatMap(
        k -> reason.map(r -> new Note(k, r, original, fields.time("at").orElse(Instant.EPOCH))));
  }

  private static ObjectKey nameOf(ObjectKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.value().getBytes(UTF_8));
      return new ObjectKey(ReservedKeys.REFUSED + HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
