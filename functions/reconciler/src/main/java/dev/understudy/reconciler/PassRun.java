package dev.understudy.reconciler;

import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run's part of a pass over all keys: compares from the watermark on, keeps suspects in lists
 * on the standby, and decides about them when all keys are compared.
 *
 * <p>Every step is written to the watermark before the next one begins. Hints are sent before the
 * step is written, so a killed run repeats its last step and loses nothing.
 */
final class PassRun {
  private static final int NOTES_AT_ONCE = 200;

  private final RunContext context;
  private final Mark mark;
  private final SuspectLists lists;
  private final Slices slices;
  private final KeyChecks checks;
  private final DriftReport report;
  private final SuspectReview review;
  private final Optional<ObjectKey> end;

  /**
   * @param mark a pass is under way
   * @param deep whether headers and tags of every key are compared
   * @param end the last key of a range; empty to compare all keys
   */
  PassRun(
      RunContext context, Mark mark, SuspectLists lists, boolean deep, Optional<ObjectKey> end) {
    this.context = context;
    this.mark = mark;
    this.lists = lists;
    this.slices = context.slices(mark.progress().slices(), deep);
    this.checks = context.checks();
    this.report = context.report();
    this.review = new SuspectReview(checks, report, context.counts(), true);
    this.end = end;
  }

  /**
   * Goes on until the pass is complete or the run must stop.
   *
   * @return whether the pass is complete
   * @throws StoreException if a store failed; the next run goes on from the watermark
   */
  boolean run() {
    if (!compareAll()) {
      return false;
    }
    if (mark.progress().primaryIsEmpty()) {
      // No suspect is checked again, and all are withheld.
      mark.doubt("The primary lists no key at all");
    } else if (!reviewSuspects()) {
      return false;
    }
    engageBrake();
    if (!hintAtOrphans()) {
      return false;
    }
    removeObsoleteNotes();
    return true;
  }

  /**
   * Goes on with a range until all that can be decided without the other ranges is decided.
   *
   * @return whether it is
   * @throws StoreException if a store failed; the next run goes on from the watermark
   */
  boolean compareAndReview() {
    return compareAll() && reviewSuspects();
  }

  private boolean compareAll() {
    return mark.progress().compared().all() || compare();
  }

  private boolean compare() {
    Optional<ObjectKey> after = mark.progress().compared().after();
    KeyComparison comparison = context.comparison(checks, slices, report);
    ListingWalk walk =
        new ListingWalk(
            end.map(context.stores()::upTo).orElse(context.stores()),
            context.settings().pageSize(),
            comparison,
            context::mustStopComparing,
            context.threads());
    try {
      ListingWalk.End end = walk.run(Listing.Place.of("", after), this::step);
      writeSuspects(end.suspects());
      context.sender().flush();
      mark.compared(end.last().or(() -> after), end.all(), 0, context.counts());
      return end.all();
    } catch (StoreException e) {
      if (walk.primaryFailed()) {
        mark.doubt("The primary's listing failed while the pass was under way");
      }
      throw e;
    }
  }

  private void step(ObjectKey last, List<Suspect> suspects, int unsettled) {
    writeSuspects(suspects);
    context.sender().flush();
    mark.sampled(last, context.counts());
    mark.compared(Optional.of(last), false, unsettled, context.counts());
  }

  private void writeSuspects(List<Suspect> suspects) {
    for (int from = 0; from < suspects.size(); from += SuspectLists.MAX_SUSPECTS) {
      List<Suspect> some =
          suspects.subList(from, Math.min(from + SuspectLists.MAX_SUSPECTS, suspects.size()));
      lists.write(mark.progress().suspects().lists(), some, mark::confirm);
      mark.listed(some.size());
    }
  }

  /**
   * Checks each suspect again after the grace period: in this run if it has the time, else in the
   * next.
   */
  private boolean reviewSuspects() {
    Suspects suspects = mark.progress().suspects();
    if (!suspects.areSettled() && !context.waitFor(untilGraceHasPassed())) {
      return false;
    }
    for (int list = suspects.settled(); list < suspects.lists(); list++) {
      if (context.deadline().isPassed()) {
        return false;
      }
      review.deletableAmong(lists.read(list));
      context.sender().flush();
      mark.settled(list + 1, context.counts());
    }
    return true;
  }

  private Duration untilGraceHasPassed() {
    Instant compared = mark.progress().compared().at().orElseThrow();
    Instant settled = compared.plus(context.settings().grace());
    return Duration.between(context.clock().instant(), settled);
  }

  private void engageBrake() {
    Progress progress = mark.progress();
    long orphans =
        progress.primaryIsEmpty() ? progress.suspects().possible() : progress.counts().deletions();
    Optional<String> reason =
        progress
            .doubts()
            .or(() -> context.settings().brake(orphans, progress.counts().get(Count.KEYS)));
    if (orphans > 0) {
      reason.ifPresent(why -> mark.hold(why, orphans));
    }
  }

  /** Checks the suspects once more: not every suspect on a list is an orphan. */
  private boolean hintAtOrphans() {
    if (mark.holdsThisPass() || mark.progress().counts().deletions() == 0) {
      return true;
    }
    Suspects suspects = mark.progress().suspects();
    for (int list = suspects.hinted(); list < suspects.lists(); list++) {
      if (context.mustStop()) {
        return false;
      }
      review.stillDeletable(lists.read(list)).forEach(context.sender()::hint);
      context.sender().flush();
      mark.hinted(list + 1, context.counts());
    }
    return true;
  }

  /** Only of keys in this pass's slices: a HEAD at the primary is billed. */
  private void removeObsoleteNotes() {
    Optional<ObjectKey> after = Optional.empty();
    boolean more = context.refused().any();
    while (more && !context.deadline().isPassed()) {
      RefusedKeys.NotePage page = context.refused().notesAfter(after, NOTES_AT_ONCE);
      for (RefusalNotes.Note note : page.notes()) {
        if (slices.has(note.key())) {
          context.refused().removeIfObsolete(note, context.correct());
        }
      }
      after = page.next();
      more = after.isPresent();
    }
  }

  /** The first unreadable keys of this run. */
  List<ObjectKey> unreadable() {
    return report.unreadable();
  }
}
