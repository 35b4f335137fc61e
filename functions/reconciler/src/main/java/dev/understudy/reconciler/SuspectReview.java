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

  /** Reports and hints at all drift among them, except orphans, which it returns. */
  List<ObjectKey> orphansAmong(List<Suspect> suspects) {
    List<ObjectKey> orphans = new ArrayList<>();
    List<CheckedKey> checked = check(suspects);
    for (int i = 0; i < checked.size(); i++) {
      CheckedKey key = checked.get(i);
      if (graceHasPassed
          && key.finding() == Finding.IN_FLIGHT
          && suspects.get(i).hasReplica(key.replica())) {
        notFollowed(key);
      } else if (key.suspect() && !key.isUnchangedSince(suspects.get(i))) {
        counts.add(Count.IN_FLIGHT);
      } else if (key.finding() == Finding.ORPHANED) {
        orphans.add(key.key());
      } else {
        report.report(key);
      }
    }
    counts.add(Count.ORPHANED, orphans.size());
    return orphans;
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

  /** The suspects that are orphans now. Reports nothing about the others. */
  List<ObjectKey> stillOrphans(List<Suspect> suspects) {
    List<ObjectKey> orphans = new ArrayList<>();
    List<CheckedKey> checked = check(suspects);
    for (int i = 0; i < checked.size(); i++) {
      if (checked.get(i).finding() == Finding.ORPHANED
          && checked.get(i).isUnchangedSince(suspects.get(i))) {
        orphans.add(checked.get(i).key());
      }
    }
    return orphans;
  }

  private List<CheckedKey> check(List<Suspect> suspects) {
    return checks.compareAll(suspects.stream().map(Suspect::key).toList());
  }
}
