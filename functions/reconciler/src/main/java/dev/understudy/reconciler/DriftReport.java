package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what a run finds and sends the hints for it. Used by one thread. */
final class DriftReport {
  /** Unreadable keys that are named; the others are counted only. */
  static final int MAX_NAMED = 20;

  /** In-flight keys that are remembered for the next pass. */
  static final int MAX_IN_FLIGHT = 200;

  private final HintSender sender;
  private final Counts counts;
  private final Map<String, String> inFlightBefore;
  private final Map<String, String> inFlight = new LinkedHashMap<>();
  private final List<ObjectKey> unreadable = new ArrayList<>();

  /**
   * @param inFlightBefore the replica of each key that was in flight in the last pass
   */
  DriftReport(HintSender sender, Counts counts, Map<String, String> inFlightBefore) {
    this.sender = sender;
    this.counts = counts;
    this.inFlightBefore = inFlightBefore;
  }

  /** Reports a checked key that is not an orphan. */
  void report(CheckedKey checked) {
    switch (checked.finding()) {
      case EQUAL -> {}
      case IN_FLIGHT -> inFlight(checked);
      case REFUSED -> counts.add(Count.REFUSED);
      case UNREADABLE -> unreadable(checked.key());
      case MISSING -> drift(Count.MISSING, checked.key(), checked.size());
      case STALE -> drift(Count.STALE, checked.key(), checked.size());
      case ORPHANED ->
          throw new IllegalArgumentException("Orphans are reported when all keys are compared");
    }
  }

  void drift(Count kind, ObjectKey key, long size) {
    counts.add(kind);
    counts.add(Count.BYTES_TO_COPY, size);
    sender.hint(key);
  }

  /**
   * A difference that was in flight in the last pass too, with the same replica, may have lost its
   * events for good: an object that changes more often than the grace period is always in flight.
   */
  private void inFlight(CheckedKey checked) {
    counts.add(Count.IN_FLIGHT);
    String replica = checked.toSuspect().seen();
    if (replica.equals(inFlightBefore.get(checked.key().value()))) {
      sender.hint(checked.key());
    }
    if (inFlight.size() < MAX_IN_FLIGHT) {
      inFlight.put(checked.key().value(), replica);
    }
  }

  private void unreadable(ObjectKey key) {
    counts.add(Count.UNREADABLE);
    if (unreadable.size() < MAX_NAMED) {
      unreadable.add(key);
    }
  }

  /** The first {@value #MAX_NAMED} unreadable keys of this run. */
  List<ObjectKey> unreadable() {
    return List.copyOf(unreadable);
  }

  /** The replica of each key that was in flight in this run. */
  Map<String, String> inFlight() {
    return Map.copyOf(inFlight);
  }
}
