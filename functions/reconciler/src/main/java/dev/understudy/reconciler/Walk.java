package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Walks both listings side by side from one place on, and has every pair judged, until all keys are
 * compared or it must stop. Used by one thread, once.
 */
final class Walk {
  /** A part of the way is done after so many keys. */
  private static final int STEP = 20_000;

  private static final int KEYS_BETWEEN_LOOKS_AT_THE_CLOCK = 100;

  private final BothStores stores;
  private final int pageSize;
  private final Comparer comparer;
  private final BooleanSupplier mustStop;
  private final ExecutorService fetcher;
  private volatile boolean primaryFailed;

  /**
   * @param mustStop asked now and then; the walk ends soon after it says so
   * @param fetcher must have two threads for the pages of both sides
   */
  Walk(
      BothStores stores,
      int pageSize,
      Comparer comparer,
      BooleanSupplier mustStop,
      ExecutorService fetcher) {
    this.stores = stores;
    this.pageSize = pageSize;
    this.comparer = comparer;
    this.mustStop = mustStop;
    this.fetcher = fetcher;
  }

  /**
   * How far a walk came.
   *
   * @param last the last key compared; empty if there was none
   * @param all whether no key is left
   */
  record End(Optional<ObjectKey> last, boolean all) {}

  /**
   * Walks. Afterwards nothing is in the comparer's hand but suspects.
   *
   * @param step told the last key of each part of the way, when all up to it is judged but for what
   *     the comparer has in hand
   * @throws StoreException if a store failed; what was told to {@code step} stands
   */
  End run(Listing.Place start, Consumer<ObjectKey> step) {
    MergeJoin join =
        new MergeJoin(
            new PageReader(this::primaryPage, start, pageSize, fetcher),
            new PageReader(stores.standbyListing(), start, pageSize, fetcher));
    End end = walk(join, step);
    comparer.lookAtThoseInHand();
    comparer.settle();
    return end;
  }

  private End walk(MergeJoin join, Consumer<ObjectKey> step) {
    Optional<ObjectKey> last = Optional.empty();
    for (long number = 1; ; number++) {
      Optional<MergeJoin.Pair> pair = join.next();
      if (pair.isEmpty()) {
        return new End(last, true);
      }
      ObjectKey key = pair.get().key();
      last = Optional.of(key);
      comparer.judge(pair.get());
      if (number % KEYS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && mustStop.getAsBoolean()) {
        return new End(last, false);
      }
      if (comparer.suspects() >= SuspectLists.MAX_SUSPECTS || number % STEP == 0) {
        comparer.lookAtThoseInHand();
        step.accept(key);
      }
    }
  }

  private Listing.Page primaryPage(Listing.Place at, int most) {
    try {
      return stores.primaryListing().page(at, most);
    } catch (StoreException e) {
      primaryFailed = true;
      throw e;
    }
  }

  /** Whether it was the primary's listing that failed. */
  boolean primaryFailed() {
    return primaryFailed;
  }
}
