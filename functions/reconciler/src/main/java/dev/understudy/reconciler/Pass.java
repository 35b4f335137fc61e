package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * One run's part of a pass over all keys: compares from the watermark on, keeps suspects in lists
 * on the standby, and when all keys are compared decides about these. Every step is on the
 * watermark before the next one begins, so that a run that is killed costs its last step only:
 * hints are sent first and counted with the step, so that what is done again is sent again, and
 * nothing is lost.
 *
 * <p>Over the usual length because the order of these steps is what makes it right.
 */
final class Pass {
  private final BothStores stores;
  private final ReconcilerSettings settings;
  private final Mark mark;
  private final SuspectLists lists;
  private final Comparer comparer;
  private final HintSender sender;
  private final RunCounts counts;
  private final Deadline deadline;

  Pass(
      BothStores stores,
      ReconcilerSettings settings,
      Mark mark,
      SuspectLists lists,
      Comparer comparer,
      HintSender sender,
      RunCounts counts,
      Deadline deadline) {
    this.stores = stores;
    this.settings = settings;
    this.mark = mark;
    this.lists = lists;
    this.comparer = comparer;
    this.sender = sender;
    this.counts = counts;
    this.deadline = deadline;
  }

  /**
   * Goes on until the pass is complete or there is no time left.
   *
   * @param fetcher must have two threads for the pages of both sides
   * @return whether the pass is complete
   * @throws StoreException if a store failed; the watermark is where it can go on
   */
  boolean run(ExecutorService fetcher) {
    if (!mark.progress().compared().all() && !compare(fetcher)) {
      return false;
    }
    return settleSuspects() && decide() && hintAtOrphans();
  }

  private boolean compare(ExecutorService fetcher) {
    Optional<ObjectKey> after = mark.progress().compared().after();
    Walk walk = new Walk(stores, settings.pageSize(), comparer, this::mustStop, fetcher);
    try {
      Walk.End end = walk.run(Listing.Place.of("", after), this::step);
      writeSuspects();
      sender.flush();
      mark.compared(end.last().or(() -> after), end.all(), 0, counts);
      return end.all();
    } catch (StoreException e) {
      if (walk.primaryFailed()) {
        mark.doubt("The primary's listing failed while the pass was under way");
      }
      throw e;
    }
  }

  private boolean mustStop() {
    return deadline.isPassed() || sender.isCrowded();
  }

  private void step(ObjectKey last) {
    writeSuspects();
    sender.flush();
    mark.compared(Optional.of(last), false, comparer.unsettled(), counts);
  }

  private void writeSuspects() {
    List<Suspect> suspects = comparer.takeSuspects();
    for (int from = 0; from < suspects.size(); from += SuspectLists.MAX_SUSPECTS) {
      List<Suspect> some =
          suspects.subList(from, Math.min(from + SuspectLists.MAX_SUSPECTS, suspects.size()));
      lists.write(mark.progress().suspects().lists(), some, mark::confirm);
      mark.listed(some.size());
    }
  }

  /**
   * Looks at each suspect again. No time tells when an original was deleted or its tags were
   * changed, so that these wait for the grace period, if need be until the next run. Where the
   * primary lists nothing at all no suspect is looked at: all of them are held back.
   */
  private boolean settleSuspects() {
    if (mark.progress().primaryIsEmpty()) {
      mark.doubt("The primary lists no key at all");
      return true;
    }
    Watermark.Suspects suspects = mark.progress().suspects();
    if (suspects.lists() > 0 && !mark.isSettledBy(settings.grace())) {
      return false;
    }
    for (int list = suspects.settled(); list < suspects.lists(); list++) {
      if (deadline.isPassed()) {
        return false;
      }
      counts.orphaned(comparer.orphansAmong(lists.read(list)).size());
      sender.flush();
      mark.settled(list + 1, counts);
    }
    return true;
  }

  private boolean decide() {
    Watermark.Progress progress = mark.progress();
    long orphans =
        progress.primaryIsEmpty() ? progress.suspects().possible() : progress.tally().orphaned();
    long limit = settings.brakeLimit(progress.tally().keys());
    if (progress.doubts().isPresent() && orphans > 0) {
      mark.hold(progress.doubts().get(), orphans);
    } else if (orphans > limit) {
      mark.hold(
          "%d of %d keys have no original; up to %d are believed"
              .formatted(orphans, progress.tally().keys(), limit),
          orphans);
    }
    return true;
  }

  /** Looks at the suspects once more, as the lists hold some that turned out to be none. */
  private boolean hintAtOrphans() {
    if (mark.holdsThisPass() || mark.progress().tally().orphaned() == 0) {
      return true;
    }
    Watermark.Suspects suspects = mark.progress().suspects();
    for (int list = suspects.hinted(); list < suspects.lists(); list++) {
      if (deadline.isPassed() || sender.isCrowded()) {
        return false;
      }
      comparer.stillOrphans(lists.read(list)).forEach(sender::hint);
      sender.flush();
      mark.hinted(list + 1, counts);
    }
    return true;
  }
}
