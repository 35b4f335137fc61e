package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Standby;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers, in small objects on the standby itself, the uploads that may outlast an invocation. A
 * hint could carry the upload's id, but whoever may send hints could then have parts of two
 * versions joined: a hint is never believed (docs/decisions/0010). Whatever is lost here costs
 * parts sent again, never a wrong replica.
 */
final class UploadRecords {
  private static final String FOLDER = ".understudy/uploads/";

  private final Standby standby;

  UploadRecords(Standby standby) {
    this.standby = standby;
  }

  /**
   * The upload that was begun for exactly this object in exactly this layout. One that was begun
   * for another is given up.
   */
  Optional<String> find(PrimaryObject object, PartLayout layout) {
    Optional<Map<String, Object>> record =
        standby
            .read(nameFor(object.key()))
            .flatMap(content -> JsonTree.object(new String(content, UTF_8)));
    Optional<String> upload = record.flatMap(r -> text(r, "upload"));
    if (record.flatMap(r -> text(r, "of")).equals(Optional.of(identity(object, layout)))) {
      return upload;
    }
    upload.ifPresent(id -> standby.abort(object.key(), id));
    return Optional.empty();
  }

  /**
   * @param readAt when the primary gave the object out, by its clock
   */
  void remember(PrimaryObject object, PartLayout layout, String upload, Instant readAt) {
    ObjectKey name = nameFor(object.key());
    String json =
        json(
            new TreeMap<>(
                Map.of(
                    "key", object.key().value(),
                    "of", identity(object, layout),
                    "upload", upload)));
    byte[] content = json.getBytes(UTF_8);
    Attributes none = new Attributes(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    Fingerprint fingerprint = new Fingerprint(new ETag(sha256(json)), content.length, none);
    // Where another worker was faster its record stands, and this upload is merely not found again.
    var unused =
        standby.put(
            name, content, Optional.empty(), fingerprint, standby.head(name).condition(), readAt);
  }

  /**
   * @param readAt when the primary last gave the object out, by its clock
   */
  void forget(ObjectKey key, Instant readAt) {
    standby.delete(nameFor(key), readAt);
  }

  /** Where the record of a key's upload lies. */
  static ObjectKey nameFor(ObjectKey key) {
    return new ObjectKey(FOLDER + sha256(key.value()));
  }

  /** Equal only for the same bytes, attributes and borders: what an upload was begun with. */
  private static String identity(PrimaryObject object, PartLayout layout) {
    Fingerprint fingerprint = object.fingerprint();
    Attributes attributes = fingerprint.attributes();
    return sha256(
        json(
            List.of(
                object.key().value(),
                object.lastModified().toString(),
                fingerprint.etag().value(),
                attributes.headers(),
                attributes.metadata(),
                attributes.tags(),
                layout.parts().stream().map(PartLayout.Part::length).toList())));
  }

  private static Optional<String> text(Map<String, Object> record, String name) {
    return record.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static String json(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
