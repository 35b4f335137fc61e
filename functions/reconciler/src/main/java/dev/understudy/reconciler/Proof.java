package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A complete pass that found no drift: every key was compared between these two times.
 *
 * @param scope what was compared
 * @param refused keys that the standby does not hold
 * @param unreadable keys that could not be compared
 */
record Proof(
    String pass,
    Instant began,
    Instant ended,
    String scope,
    long keys,
    long bytes,
    long refused,
    long unreadable) {
  static Proof of(Progress pass, Instant ended) {
    Counts counts = pass.counts();
    return new Proof(
        pass.id(),
        pass.began(),
        ended,
        pass.scope(),
        counts.get(Count.KEYS),
        counts.get(Count.BYTES),
        counts.get(Count.REFUSED),
        counts.get(Count.UNREADABLE));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pass", pass);
    map.put("began", began.toString());
    map.put("ended", ended.toString());
    map.put("scope", scope);
    map.put("keys", keys);
    map.put("bytes", bytes);
    map.put("refused", refused);
    map.put("unreadable", unreadable);
    return map;
  }

  static Proof of(NoteFields fields) {
    return new Proof(
        fields.text("pass").orElse(""),
        fields.time("began").orElse(Instant.EPOCH),
        fields.time("ended").orElse(Instant.EPOCH),
        fields.text("scope").orElse(""),
        fields.number("keys"),
        fields.number("bytes"),
        fields.number("refused"),
        fields.number("unreadable"));
  }
}
