package dev.understudy.replicator;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.note.NoteFields;
import dev.understudy.core.note.Notes;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Sha256;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Standby;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records of multipart uploads that another invocation may resume, as small objects on the standby.
 * A hint could carry the upload's id, but anyone who can send hints could then have parts of two
 * versions joined. Hints are therefore never trusted (docs/decisions/0010). A lost record costs
 * parts sent again, never a wrong replica.
 */
final class UploadRecords {
  private static final long MAX_SECOND = Instant.MAX.getEpochSecond();

  private final Standby standby;

  UploadRecords(Standby standby) {
    this.standby = standby;
  }

  /**
   * What a record says about the upload of exactly this object.
   *
   * @param leasedUntil the end of a worker's lease, by the primary's clock
   */
  record Recorded(String upload, PartLayout layout, Instant leasedUntil) {}

  /**
   * The record of the object's key.
   *
   * @param readAt when the primary returned the object, by the primary's clock; the record's stamp
   *     is not earlier
   */
  Entry open(PrimaryObject object, Instant readAt) {
    Notes notes = new Notes(standby, Clock.fixed(readAt, ZoneOffset.UTC));
    return new Entry(object, notes.open(nameFor(object.key())));
  }

  /** The key of the record of a key's upload. */
  static ObjectKey nameFor(ObjectKey key) {
    return new ObjectKey(ReservedKeys.UPLOADS + Sha256.hex(key.value()));
  }

  /** The record of one key, opened for one object. Used by one thread at a time. */
  static final class Entry {
    private final PrimaryObject object;
    private final Notes.Note note;
    private final String identity;

    private Entry(PrimaryObject object, Notes.Note note) {
      this.object = object;
      this.note = note;
      this.identity = identity(object);
    }

    /** What it says, if it is about exactly this object. */
    Optional<Recorded> recorded() {
      return note.content()
          .filter(fields -> fields.text("of").equals(Optional.of(identity)))
          .flatMap(
              fields ->
                  fields
                      .text("upload")
                      .flatMap(
                          upload ->
                              layout(fields)
                                  .map(layout -> new Recorded(upload, layout, lease(fields)))));
    }

    /** The recorded upload, whatever object it is for. */
    Optional<String> upload() {
      return note.content().flatMap(fields -> fields.text("upload"));
    }

    /**
     * Replaces the record, unless another worker has changed it.
     *
     * @return false if another worker has changed it
     */
    boolean write(Recorded recorded) {
      List<Long> lengths = recorded.layout.parts().stream().map(PartLayout.Part::length).toList();
      Map<String, Object> content = new TreeMap<>();
      content.put("key", object.key().value());
      content.put("of", identity);
      content.put("upload", recorded.upload);
      content.put("leasedUntil", recorded.leasedUntil.getEpochSecond());
      content.put(
          recorded.layout.isOriginal() ? "parts" : "partBytes",
          recorded.layout.isOriginal() ? lengths : lengths.get(0));
      return note.write(content);
    }

    void delete() {
      note.delete();
    }

    private Optional<PartLayout> layout(NoteFields fields) {
      long size = object.fingerprint().size();
      long partBytes = fields.number("partBytes");
      return partBytes >= 1
          ? Optional.of(PartLayout.even(size, partBytes))
          : PartLayout.original(fields.numbers("parts"), size);
    }

    private static Instant lease(NoteFields fields) {
      return Instant.ofEpochSecond(Math.max(0, Math.min(fields.number("leasedUntil"), MAX_SECOND)));
    }
  }

  /** A digest that is equal only for the same version of the object: bytes and attributes. */
  private static String identity(PrimaryObject object) {
    Fingerprint fingerprint = object.fingerprint();
    Attributes attributes = fingerprint.attributes();
    try {
      return Sha256.hex(
          JSON.std.asString(
              List.of(
                  object.key().value(),
                  object.lastModified().toString(),
                  fingerprint.etag().value(),
                  attributes.headers(),
                  attributes.metadata(),
                  attributes.tags())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
