package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/**
 * Walks both listings side by side and compares every pair, until no key is left or it must stop.
 * Used by one thread, once.
 */
final class ListingWalk {
  /** Keys in a step. */
  private static final int STEP = 20_000;

  private static final int KEYS_BETWEEN_STOP_CHECKS = 100;

  private final BothStores stores;
  private final int pageSize;
  private final KeyComparison comparison;
  private final BooleanSupplier mustStop;
  private final ExecutorService fetcher;
  private boolean primaryFailed;

  /**
   * @param mustStop asked after every {@value #KEYS_BETWEEN_STOP_CHECKS} keys
   * @param fetcher must have two threads for the listing pages of both sides
   */
  ListingWalk(
      BothStores stores,
      int pageSize,
      KeyComparison comparison,
      BooleanSupplier mustStop,
      ExecutorService fetcher) {
    this.stores = stores;
    this.pageSize = pageSize;
    this.comparison = comparison;
    this.mustStop = mustStop;
    this.fetcher = fetcher;
  }

  /** Takes what a step has found. */
  interface StepHandler {
    /**
     * @param last the last key compared
     * @param suspects found in this step
     * @param unsettled differences up to this key that are not decided yet
     */
    void step(ObjectKey last, List<Suspect> suspects, int unsettled);
  }

  /**
   * The end of a walk. All keys up to {@code last} are decided.
   *
   * @param last the last key compared; empty if there was none
   * @param all whether no key is left
   * @param suspects found since the last step
   */
  record End(Optional<ObjectKey> last, boolean all, List<Suspect> suspects) {}

  /**
   * Walks from this place on.
   *
   * @throws StoreException if a store failed; finished steps stand
   */
  End run(Listing.Place start, StepHandler handler) {
    try (PageReader primary = reader(stores.primaryListing(), start);
        PageReader standby = reader(stores.standbyListing(), start)) {
      try {
        return walk(new MergeJoin(primary, standby), handler);
      } finally {
        primaryFailed = primary.failed();
      }
    }
  }

  private PageReader reader(Listing listing, Listing.Place start) {
    return new PageReader(listing, start, pageSize, fetcher);
  }

  private End walk(MergeJoin join, StepHandler handler) {
    Optional<ObjectKey> last = Optional.empty();
    for (long number = 1; ; number++) {
      Optional<MergeJoin.Pair> pair = join.next();
      if (pair.isEmpty()) {
        return new End(last, true, comparison.end());
      }
      ObjectKey key = pair.get().key();
      last = Optional.of(key);
      comparison.compare(pair.get());
      if (number % KEYS_BETWEEN_STOP_CHECKS == 0 && mustStop.getAsBoolean()) {
        return new End(last, false, comparison.end());
      }
      if (comparison.suspects() >= SuspectLists.MAX_SUSPECTS || number % STEP == 0) {
        handler.step(key, comparison.endStep(), comparison.unsettled());
      }
    }
  }

  /** Whether the primary's listing failed. */
  boolean primaryFailed() {
    return primaryFailed;
  }
}
