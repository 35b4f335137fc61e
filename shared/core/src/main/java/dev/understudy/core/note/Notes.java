package dev.understudy.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.WriteResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Small JSON objects of Understudy under a reserved prefix of the standby. A write succeeds only if
 * no other writer has changed the note since it was opened. Each note's ETag is the MD5 of its
 * content, so that the condition of the next write is known on every store.
 */
public final class Notes {
  private final Standby standby;
  private final Clock clock;

  /**
   * @param clock stamps the notes, unless the stored version is newer
   */
  public Notes(Standby standby, Clock clock) {
    this.standby = standby;
    this.clock = clock;
  }

  /** The note as it is now; its content is empty if the note does not exist. */
  public Note open(ObjectKey name) {
    Replica seen = standby.head(name);
    Optional<NoteFields> content =
        seen.present()
            .flatMap(there -> standby.read(name))
            .flatMap(bytes -> JsonTree.object(new String(bytes, UTF_8)))
            .map(NoteFields::new);
    return new Note(name, content, seen.condition(), floor(name, seen));
  }

  /** A write must carry a later stamp to become the current version. */
  private Instant floor(ObjectKey name, Replica seen) {
    if (seen instanceof Replica.Marker marker) {
      return standby.timeOf(name, marker.versionId());
    }
    return seen.present().map(there -> there.lastModified().plusSeconds(1)).orElse(Instant.EPOCH);
  }

  /** An opened note. Used by one thread. */
  public final class Note {
    private final ObjectKey name;
    private final Optional<NoteFields> found;
    private Condition condition;
    private Instant last;

    private Note(ObjectKey name, Optional<NoteFields> found, Condition condition, Instant last) {
      this.name = name;
      this.found = found;
      this.condition = condition;
      this.last = last;
    }

    /** The content when the note was opened. */
    public Optional<NoteFields> content() {
      return found;
    }

    /**
     * Replaces the note, unless another writer has changed it since it was opened or written here.
     *
     * @param content must differ from what any other writer writes
     * @return false if another writer has changed it
     */
    public boolean write(Map<String, ?> content) {
      byte[] bytes = json(content).getBytes(UTF_8);
      ETag etag = ETag.md5(bytes);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Instant stamp = now.isAfter(last) ? now : last.plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
      Fingerprint fingerprint = new Fingerprint(etag, bytes.length, Attributes.NONE);
      WriteResult result =
          standby.put(name, bytes, Optional.empty(), fingerprint, condition, stamp);
      condition = new Condition.Matches(etag);
      last = stamp;
      return result == WriteResult.WRITTEN;
    }

    /** Deletes the note, if it exists. A version that another writer has written since may stay. */
    public void delete() {
      if (condition instanceof Condition.Matches seen) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var unused =
            standby.delete(name, seen.etag(), now.isAfter(last) ? now : last.plusMillis(1));
      }
    }
  }

  /** Deletes a note. A note that does not exist is no error. */
  public void delete(ObjectKey name) {
    Replica seen = standby.head(name);
    Optional<Replica.Present> note = seen.present();
    if (note.isPresent()) {
      Instant above = floor(name, seen).plusMillis(1);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      // A note that was written since stays.
      var unused =
          standby.delete(name, note.get().fingerprint().etag(), now.isAfter(above) ? now : above);
    }
  }

  private static String json(Map<String, ?> content) {
    try {
      return JSON.std.asString(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
