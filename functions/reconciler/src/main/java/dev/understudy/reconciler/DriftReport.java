package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;

/** Counts what a run finds and sends the hints for it. Used by one thread. */
final class DriftReport {
  /** Unreadable keys that are named; the others are counted only. */
  static final int MAX_NAMED = 20;

  private final HintSender sender;
  private final Counts counts;
  private final List<ObjectKey> unreadable = new ArrayList<>();

  DriftReport(HintSender sender, Counts counts) {
    this.sender = sender;
    this.counts = counts;
  }

  /** Reports a checked key whose replica is not to be deleted. */
  void report(CheckedKey checked) {
    switch (checked.finding()) {
      case EQUAL -> {}
      case IN_FLIGHT -> counts.add(Count.IN_FLIGHT);
      case REFUSED -> counts.add(Count.REFUSED);
      case UNREADABLE -> unreadable(checked.key());
      case MISSING -> drift(Count.MISSING, checked.key(), checked.size());
      case STALE -> drift(Count.STALE, checked.key(), checked.size());
      case ORPHANED, EXCLUDED ->
          throw new IllegalArgumentException("Deletions are reported when all keys are compared");
    }
  }

  void drift(Count kind, ObjectKey key, long size) {
    counts.add(kind);
    counts.add(Count.BYTES_TO_COPY, size);
    sender.hint(key);
  }

  /** Counts a key as in flight, and sends a hint in case its events are lost. */
  void hintInFlight(ObjectKey key) {
    counts.add(Count.IN_FLIGHT);
    sender.hint(key);
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
}
