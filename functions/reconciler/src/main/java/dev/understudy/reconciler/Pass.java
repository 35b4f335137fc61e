package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * One run's part of a pass over all keys: compares from the watermark on, keeps possible orphans in
 * lists on the standby, and when all keys are compared decides about these. Every step is on the
 * watermark before the next one begins, so that a run that is killed costs its last step only.
 *
 * <p>Over the usual length because the order of these steps is what makes it right.
 */
final class Pass {
  /** A step is on the watermark after so many keys. */
  private static final int STEP = 20_000;

  private static final int KEYS_BETWEEN_LOOKS_AT_THE_CLOCK = 100;

  private final Stores stores;
  private final Settings settings;
  private final Mark mark;
  private final OrphanLists lists;
  private final Comparer comparer;
  private final HintSender sender;
  private final Counts counts;
  private final Deadline deadline;
  private volatile boolean primaryListingFailed;

  Pass(
      Stores stores,
      Settings settings,
      Mark mark,
      OrphanLists lists,
      Comparer comparer,
      HintSender sender,
      Counts counts,
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
    return settleOrphans() && decide() && hintAtOrphans();
  }

  private boolean compare(ExecutorService fetcher) {
    try {
      MergeJoin join = join(fetcher);
      for (long number = 1; ; number++) {
        Optional<MergeJoin.Pair> pair = join.next();
        if (pair.isEmpty()) {
          endOfRun(mark.progress().compared().after(), true);
          return true;
        }
        comparer.judge(pair.get());
        boolean stop = number % KEYS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && mustStop();
        if (stop) {
          endOfRun(Optional.of(pair.get().key()), false);
          return false;
        }
        if (comparer.possibleOrphans() >= OrphanLists.MOST || number % STEP == 0) {
          step(pair.get().key());
        }
      }
    } catch (StoreException e) {
      if (primaryListingFailed) {
        mark.doubt("The primary's listing failed while the pass was under way");
      }
      throw e;
    }
  }

  private MergeJoin join(ExecutorService fetcher) {
    Listing.Place start = Listing.Place.of("", mark.progress().compared().after());
    return new MergeJoin(
        new PageReader(this::primaryPage, start, settings.pageSize(), fetcher),
        new PageReader(stores.standbyListing(), start, settings.pageSize(), fetcher));
  }

  private Listing.Page primaryPage(Listing.Place at, int most) {
    try {
      return stores.primaryListing().page(at, most);
    } catch (StoreException e) {
      primaryListingFailed = true;
      throw e;
    }
  }

  private boolean mustStop() {
    return deadline.isPassed() || sender.isCrowded();
  }

  private void step(ObjectKey last) {
    comparer.lookAtThoseInHand();
    writeOrphans();
    sender.flush();
    mark.compared(Optional.of(last), false, comparer.unsettled(), counts);
  }

  private void endOfRun(Optional<ObjectKey> last, boolean all) {
    comparer.lookAtThoseInHand();
    comparer.settle();
    writeOrphans();
    sender.flush();
    mark.compared(last, all, 0, counts);
  }

  private void writeOrphans() {
    List<ObjectKey> orphans = comparer.takePossibleOrphans();
    for (int from = 0; from < orphans.size(); from += OrphanLists.MOST) {
      List<ObjectKey> some =
          orphans.subList(from, Math.min(from + OrphanLists.MOST, orphans.size()));
      lists.write(mark.progress().orphans().lists(), some);
      mark.listed(some.size());
    }
  }

  /**
   * Leaves on each list the keys that have no original now either. No listing tells when an
   * original was deleted, so that these wait for the grace period, if need be until the next run.
   */
  private boolean settleOrphans() {
    if (mark.progress().primaryIsEmpty()) {
      mark.doubt("The primary lists no key at all");
    }
    if (mark.progress().doubts().isPresent()) {
      return true;
    }
    if (mark.progress().orphans().lists() > 0 && !mark.isSettledBy(settings.grace())) {
      return false;
    }
    for (int list = mark.progress().orphans().settled();
        list < mark.progress().orphans().lists();
        list++) {
      if (deadline.isPassed()) {
        return false;
      }
      List<ObjectKey> orphans = comparer.orphansAmong(lists.read(list));
      lists.write(list, orphans);
      counts.orphaned(orphans.size());
      sender.flush();
      mark.settled(list + 1, counts);
    }
    return true;
  }

  private boolean decide() {
    Watermark.Progress progress = mark.progress();
    long orphans = progress.tally().orphaned();
    long limit = settings.brakeLimit(progress.tally().keys());
    if (progress.doubts().isPresent() && progress.orphans().possible() > 0) {
      mark.hold(progress.doubts().get(), progress.orphans().possible());
    } else if (orphans > limit) {
      mark.hold(
          "%d of %d keys have no original; up to %d are believed"
              .formatted(orphans, progress.tally().keys(), limit),
          orphans);
    }
    return true;
  }

  private boolean hintAtOrphans() {
    if (mark.holdsThisPass()) {
      return true;
    }
    for (int list = mark.progress().orphans().hinted();
        list < mark.progress().orphans().lists();
        list++) {
      if (deadline.isPassed() || sender.isCrowded()) {
        return false;
      }
      lists.read(list).forEach(sender::hint);
      sender.flush();
      mark.hinted(list + 1, counts);
    }
    return true;
  }
}
