package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of a run or of a pass. Used by one thread. */
final class Counts {
  private final Map<Count, Long> values = new EnumMap<>(Count.class);

  void add(Count count, long number) {
    values.merge(count, number, Long::sum);
  }

  void add(Count count) {
    add(count, 1);
  }

  long get(Count count) {
    return values.getOrDefault(count, 0L);
  }

  /** The sum of both, as a new object. */
  Counts plus(Counts other) {
    return combined(other, 1);
  }

  /** The difference of both, as a new object. */
  Counts minus(Counts other) {
    return combined(other, -1);
  }

  private Counts combined(Counts other, int factor) {
    Counts result = new Counts();
    for (Count count : Count.values()) {
      result.add(count, get(count) + factor * other.get(count));
    }
    return result;
  }

  /** Whether no drift was found. Refused, unreadable, in-flight and excluded keys are no drift. */
  boolean isEqual() {
    return get(Count.MISSING) + get(Count.STALE) + get(Count.ORPHANED) == 0;
  }

  /** Replicas that are to be deleted, below the brake. */
  long deletions() {
    return get(Count.ORPHANED) + get(Count.EVICTED);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Count count : Count.values()) {
      map.put(count.label(), get(count));
    }
    return map;
  }

  static Counts of(NoteFields fields) {
    Counts counts = new Counts();
    for (Count count : Count.values()) {
      counts.add(count, fields.number(count.label()));
    }
    return counts;
  }
}
