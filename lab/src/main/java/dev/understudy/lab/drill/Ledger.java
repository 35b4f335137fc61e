package dev.understudy.lab.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What was written, what readers have seen, and whether they may have seen it. The primary is
 * strongly consistent: it shows nothing older than anybody has shown. The standby may be behind the
 * primary, and shows nothing older than it has shown itself. For any number of threads.
 */
final class Ledger {
  private static final int MAX_FAULTS = 20;

  private final Map<String, Entry> entries = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int behind;

  private static final class Entry {
    private int begun;
    private int shownByPrimary;
    private int shownByStandby;
    private final Map<Integer, Long> acknowledgedAt = new HashMap<>();
  }

  /** What both sides had shown when a read began. */
  record Floor(int byPrimary, int byStandby) {}

  /** The number of a write that begins now. */
  synchronized int begin(String key) {
    return ++entry(key).begun;
  }

  /** The primary has said that it has this write. */
  synchronized void acknowledged(String key, int number) {
    entry(key).acknowledgedAt.put(number, System.nanoTime());
  }

  /** Every key that was written. */
  synchronized Set<String> keys() {
    return Set.copyOf(entries.keySet());
  }

  /** When each acknowledged write of the key after this one was, as {@code nanoTime}. */
  synchronized List<Long> acknowledgedAfter(String key, int number) {
    return entry(key).acknowledgedAt.entrySet().stream()
        .filter(one -> one.getKey() > number)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** To be asked before a read is sent. */
  synchronized Floor floor(String key) {
    Entry entry = entry(key);
    return new Floor(entry.shownByPrimary, entry.shownByStandby);
  }

  /**
   * Judges a body that was read.
   *
   * @param floor as it was before the read was sent
   */
  synchronized void read(String key, Floor floor, String origin, byte[] body) {
    OptionalInt number = DrillContent.numberOf(key, body);
    Entry entry = entry(key);
    if (number.isEmpty() || number.getAsInt() > entry.begun) {
      fault("%s showed a body of %s that nobody wrote".formatted(origin, key));
      return;
    }
    boolean primary = origin.equals("primary");
    int shown = number.getAsInt();
    int least = primary ? Math.max(floor.byPrimary, floor.byStandby) : floor.byStandby;
    if (shown < least) {
      fault("%s showed write %d of %s after %d".formatted(origin, shown, key, least));
    }
    if (primary) {
      entry.shownByPrimary = Math.max(entry.shownByPrimary, shown);
    } else {
      behind += shown < floor.byPrimary ? 1 : 0;
      entry.shownByStandby = Math.max(entry.shownByStandby, shown);
    }
  }

  private void fault(String what) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(what);
    }
  }

  /** Reads that showed what must never be seen; the first {@value #MAX_FAULTS}. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** Reads of the standby that were behind what the primary had shown: the price of the lag. */
  synchronized int behind() {
    return behind;
  }

  private Entry entry(String key) {
    return entries.computeIfAbsent(key, k -> new Entry());
  }
}
