package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
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
 * Records the multipart uploads that may outlast an invocation, as small objects on the standby. A
 * hint could carry the upload's id, but anyone who can send hints could then have parts of two
 * versions joined. Hints are therefore never trusted (docs/decisions/0010). A lost record costs
 * parts sent again, never a wrong replica.
 */
final class UploadRecords {
  private final Standby standby;

  UploadRecords(Standby standby) {
    this.standby = standby;
  }

  /**
   * The recorded upload of exactly this object in exactly this layout. Aborts an upload that was
   * recorded for another object or layout.
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
   * Records an upload.
   *
   * @param readAt when the primary returned the object, by the primary's clock
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
    // If another worker was faster, its record stays and this upload is not resumed.
    var unused =
        standby.put(
            name, content, Optional.empty(), fingerprint, standby.head(name).condition(), readAt);
  }

  /**
   * Deletes the record of the key's upload.
   *
   * @param readAt when the primary last returned the object, by the primary's clock
   */
  void forget(ObjectKey key, Instant readAt) {
    ObjectKey name = nameFor(key);
    // A record that was written since stays.
    standby
        .head(name)
        .present()
        .ifPresent(record -> standby.delete(name, record.fingerprint().etag(), readAt));
  }

  /** The key of the record of a key's upload. */
  static ObjectKey nameFor(ObjectKey key) {
    return new ObjectKey(ReservedKeys.UPLOADS + sha256(key.value()));
  }

  /** A digest that is equal only for the same bytes, attributes and part borders. */
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
