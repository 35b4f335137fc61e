package dev.understudy.reconciler;

import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.ScopedListing;
import dev.understudy.core.store.Standby;

/**
 * Both sides, connected for one run with the current secret. Closing ends every request under way.
 *
 * @param primaryListing the keys to compare
 * @param standbyListing the keys to compare
 * @param allOfStandby every key of the standby, reserved ones included
 */
record ReconcilerStores(
    Primary primary,
    Listing primaryListing,
    Standby standby,
    Listing standbyListing,
    Listing allOfStandby,
    Runnable disconnect)
    implements AutoCloseable {

  /** The same, with listings of the keys in scope. */
  ReconcilerStores within(Scope scope) {
    return new ReconcilerStores(
        primary,
        ScopedListing.of(primaryListing, scope),
        standby,
        ScopedListing.of(standbyListing, scope),
        allOfStandby,
        disconnect);
  }

  @Override
  public void close() {
    disconnect.run();
  }
}
