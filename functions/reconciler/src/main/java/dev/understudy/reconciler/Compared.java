package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far the keys of a pass have been compared.
 *
 * @param after the last of them
 * @param at when all had been, if they have
 * @param unsettled differences that are not decided; lost if the run is killed
 */
record Compared(Optional<ObjectKey> after, Optional<Instant> at, int unsettled) {
  boolean all() {
    return at.isPresent();
  }

  Compared withNothingUnsettled() {
    return new Compared(after, at, 0);
  }

  /** The end of both, once all keys of both are compared. */
  Compared latest(Compared other) {
    boolean later = at.isEmpty() || other.at.filter(time -> time.isAfter(at.get())).isPresent();
    return later ? new Compared(Optional.empty(), other.at, 0) : this;
  }

  void putInto(Map<String, Object> map) {
    after.ifPresent(key -> map.put("after", key.value()));
    at.ifPresent(time -> map.put("comparedAt", time.toString()));
    map.put("unsettled", unsettled);
  }

  static Compared of(NoteFields fields) {
    return new Compared(
        fields.key("after"), fields.time("comparedAt"), (int) fields.number("unsettled"));
  }
}
