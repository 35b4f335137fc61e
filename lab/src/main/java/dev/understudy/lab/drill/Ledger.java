package dev.understudy.lab.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Records writes and reads and checks each read. The primary is strongly consistent: it must return
 * nothing older than any origin returned before. A standby may be behind the primary and behind
 * another standby, but must return nothing older than it returned before. Thread-safe.
 */
final class Ledger {
  private static final int MAX_FAULTS = 20;
  private static final String PRIMARY = DrillEnvironment.PRIMARY;

  private final Map<String, Entry> entries = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int behind;

  private static final class Entry {
    private int begun;
    private final Map<String, Integer> shown = new HashMap<>();
    private final Map<Integer, Long> acknowledgedAt = new HashMap<>();
  }

  /** The newest write that each origin had returned when a read began. */
  record Floor(Map<String, Integer> shown) {
    int by(String origin) {
      return shown.getOrDefault(origin, 0);
    }

    int byOthers(String origin) {
      return shown.entrySet().stream()
          .filter(one -> !one.getKey().equals(origin))
          .mapToInt(Map.Entry::getValue)
          .max()
          .orElse(0);
    }
  }

  /** Begins a write and returns its number. */
  synchronized int begin(String key) {
    return ++entry(key).begun;
  }

  /** Records that the primary acknowledged this write. */
  synchronized void acknowledged(String key, int number) {
    entry(key).acknowledgedAt.put(number, System.nanoTime());
  }

  /** All keys written so far. */
  synchronized Set<String> keys() {
    return Set.copyOf(entries.keySet());
  }

  /** When each later acknowledged write of the key was acknowledged, as {@link System#nanoTime}. */
  synchronized List<Long> acknowledgedAfter(String key, int number) {
    return entry(key).acknowledgedAt.entrySet().stream()
        .filter(one -> one.getKey() > number)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The floor for a read that is about to be sent. */
  synchronized Floor floor(String key) {
    return new Floor(Map.copyOf(entry(key).shown));
  }

  /**
   * Checks a body that was read.
   *
   * @param floor the result of {@link #floor} before the read was sent
   */
  synchronized void read(String key, Floor floor, String origin, byte[] body) {
    OptionalInt number = DrillContent.numberOf(key, body);
    Entry entry = entry(key);
    if (number.isEmpty() || number.getAsInt() > entry.begun) {
      fault("%s returned a body for %s that no write stored".formatted(origin, key));
      return;
    }
    boolean primary = origin.equals(PRIMARY);
    int shown = number.getAsInt();
    int own = floor.by(origin);
    int oldest = primary ? Math.max(own, floor.byOthers(origin)) : own;
    if (shown < oldest) {
      fault("%s returned write %d of %s after write %d".formatted(origin, shown, key, oldest));
    }
    if (!primary && shown < floor.byOthers(origin)) {
      behind++;
    }
    entry.shown.merge(origin, shown, Math::max);
  }

  private void fault(String what) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(what);
    }
  }

  /** The first {@value #MAX_FAULTS} reads that returned a wrong body or an older version. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * Reads of a standby that returned an older version than another origin had, because of the lag.
   */
  synchronized int behind() {
    return behind;
  }

  private Entry entry(String key) {
    return entries.computeIfAbsent(key, k -> new Entry());
  }
}
