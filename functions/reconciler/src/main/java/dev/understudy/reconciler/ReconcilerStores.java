package dev.understudy.reconciler;

import dev.understudy.core.object.Scope;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.ScopedListing;
import dev.understudy.core.store.Standby;

/**
 * Both sides, connected for one run with the secret as it is now. Closing ends every call under
 * way.
 */
record ReconcilerStores(
    Primary primary,
    Listing primaryListing,
    Standby standby,
    Listing standbyListing,
    Runnable disconnect)
    implements AutoCloseable {

  /** The same, of which only keys in scope are listed. */
  ReconcilerStores within(Scope scope) {
    return new ReconcilerStores(
        primary,
        ScopedListing.of(primaryListing, scope),
        standby,
        ScopedListing.of(standbyListing, scope),
        disconnect);
  }

  @Override
  public void close() {
    disconnect.run();
  }
}
