package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;

/** Checks suspects again. Used by one thread. */
final class SuspectReview {
  private final KeyChecks checks;
  private final DriftReport report;
  private final Counts counts;
  private final boolean graceHasPassed;

  /**
   * @param graceHasPassed whether the grace period has passed since the keys became suspects
   */
  SuspectReview(KeyChecks checks, DriftReport report, Counts counts, boolean graceHasPassed) {
    this.checks = checks;
    this.report = report;
    this.counts = counts;
    this.graceHasPassed = graceHasPassed;
  }

  /** Reports all drift among them, and returns the keys whose replicas are to be deleted. */
  List<ObjectKey> deletableAmong(List<Suspect> suspects) {
    List<ObjectKey> deletable = new ArrayList<>();
    List<CheckedKey> checked = check(suspects);
    for (int i = 0; i < checked.size(); i++) {
      CheckedKey key = checked.get(i);
      if (graceHasPassed
          && key.finding() == Finding.IN_FLIGHT
          && suspects.get(i).hasReplica(key.replica())) {
        notFollowed(key);
      } else if (key.suspect() && !key.isUnchangedSince(suspects.get(i))) {
        counts.add(Count.IN_FLIGHT);
      } else if (key.finding().isDeletable()) {
        counts.add(key.finding() == Finding.ORPHANED ? Count.ORPHANED : Count.EVICTED);
        deletable.add(key.key());
      } else {
        report.report(key);
      }
    }
    return deletable;
  }

  /**
   * The original changed again, but the replica did not within the grace period. Its events may be
   * lost for good: an object that changes more often than that is always in flight. A replica that
   * is missing again may have been deleted meanwhile, so it is no drift, but gets a hint.
   */
  private void notFollowed(CheckedKey key) {
    if (key.replica().present().isPresent()) {
      report.drift(Count.STALE, key.key(), key.size());
    } else {
      report.hintInFlight(key.key());
    }
  }

  /** The keys whose replicas are to be deleted now. Reports nothing about the others. */
  List<ObjectKey> stillDeletable(List<Suspect> suspects) {
    List<ObjectKey> deletable = new ArrayList<>();
    List<CheckedKey> checked = check(suspects);
    for (int i = 0; i < checked.size(); i++) {
      if (checked.get(i).finding().isDeletable()
          && checked.get(i).isUnchangedSince(suspects.get(i))) {
        deletable.add(checked.get(i).key());
      }
    }
    return deletable;
  }

  private List<CheckedKey> check(List<Suspect> suspects) {
    return checks.compareAll(suspects.stream().map(Suspect::key).toList());
  }
}
