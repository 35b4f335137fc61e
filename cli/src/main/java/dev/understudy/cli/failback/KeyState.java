package dev.understudy.cli.failback;

import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One key on both sides.
 *
 * @param primary empty if the primary has no object
 * @param standby empty if the standby has no object
 * @param changedAt the time of the standby's newest version or delete marker, on its clock; empty
 *     if it was not read
 * @param detail why, for people; may be empty
 */
record KeyState(
    ObjectKey key,
    Verdict verdict,
    Optional<PrimaryObject> primary,
    Optional<Replica.Present> standby,
    Optional<Instant> changedAt,
    String detail) {

  KeyState as(Verdict other, String why) {
    return new KeyState(key, other, primary, standby, changedAt, why);
  }

  /** The bytes of the standby's object. */
  long bytes() {
    return standby.map(object -> object.fingerprint().size()).orElse(0L);
  }

  /** The ETag of the primary's object; empty without an object. */
  String primaryEtag() {
    return primary.map(object -> object.fingerprint().etag().value()).orElse("");
  }

  /** The ETag of the standby's object; empty without an object. */
  String standbyEtag() {
    return standby.map(object -> object.fingerprint().etag().value()).orElse("");
  }

  /** A row of a result, and a line of a report. */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("key", key.value());
    row.put("verdict", verdict.label());
    row.put("standby", side(standby.map(Replica.Present::fingerprint)));
    row.put("standbyTime", changedAt.map(Instant::toString).orElse(""));
    row.put("primary", side(primary.map(PrimaryObject::fingerprint)));
    row.put("primaryTime", primary.map(object -> object.lastModified().toString()).orElse(""));
    row.put("detail", detail);
    return row;
  }

  private static String side(Optional<Fingerprint> object) {
    return object
        .map(found -> "%d bytes, %s".formatted(found.size(), found.etag().value()))
        .orElse("no object");
  }
}
