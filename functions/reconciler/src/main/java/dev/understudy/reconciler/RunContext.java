package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.note.Notes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.time.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * What every kind of run works with.
 *
 * @param id names the run, and a pass that it begins
 * @param dialect what the standby supports
 * @param threads for HEAD requests and listing pages
 * @param pause waits
 */
record RunContext(
    String id,
    BothStores stores,
    ReconcilerSettings settings,
    Dialect dialect,
    RefusedKeys refused,
    Notes notes,
    HintSender sender,
    Counts counts,
    Deadline deadline,
    ExecutorService threads,
    Clock clock,
    Pause pause) {

  /** Waits; tests move their clock instead. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Opens the watermark, or the note of a range. */
  Mark mark(ObjectKey note) {
    return new Mark(notes.open(note), id, clock);
  }

  /** When a replica is correct on this standby. */
  CorrectReplica correct() {
    return dialect.correctReplica(stores.labels());
  }

  /** What the run compares. */
  String scopeText() {
    return settings.scopeText(stores.labels());
  }

  KeyChecks checks() {
    return new KeyChecks(stores, refused, correct(), clock, settings, threads);
  }

  DriftReport report() {
    return new DriftReport(sender, counts);
  }

  KeyComparison comparison(KeyChecks checks, Slices slices, DriftReport report) {
    return new KeyComparison(checks, refused, dialect, correct(), slices, report, counts);
  }

  /** A standby without ETags needs a HEAD of every key. */
  Slices slices(Slices due, boolean deep) {
    return correct().etags() && !deep ? due : new Slices(0, Slices.ALL);
  }

  /** Whether the run must end soon, and why. */
  Optional<String> stopReason() {
    return sender.isCrowded()
        ? Optional.of("The repairs queue holds more hints than REPAIRS_QUEUE_LIMIT")
        : deadline.isPassed() ? Optional.of("The time of the run was up") : Optional.empty();
  }

  boolean mustStop() {
    return stopReason().isPresent();
  }

  /**
   * As {@link #mustStop}. A run without hints does not need the queue, and never connects to it.
   */
  boolean mustStopComparing() {
    return sender.isUsed() ? mustStop() : deadline.isPassed();
  }

  /**
   * Waits if the run has the time for it.
   *
   * @return whether it has waited that long
   */
  boolean waitFor(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      return true;
    }
    if (duration.compareTo(deadline.left()) >= 0) {
      return false;
    }
    try {
      pause.sleep(duration);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
