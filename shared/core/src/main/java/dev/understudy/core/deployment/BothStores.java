package dev.understudy.core.deployment;

import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.BoundedListing;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.ScopedListing;
import dev.understudy.core.store.Standby;

/**
 * The primary and its standby, connected.
 *
 * @param labels what the standby holds of an object's labels
 * @param disconnect ends every call in progress, in whichever thread
 */
public record BothStores(
    Primary primary,
    Listing primaryListing,
    Standby standby,
    Listing standbyListing,
    HeldLabels labels,
    Runnable disconnect)
    implements AutoCloseable {

  /** Stores that list their own keys. */
  static <P extends Primary & Listing, S extends Standby & Listing> BothStores of(
      P primary, S standby, HeldLabels labels, Runnable disconnect) {
    return new BothStores(primary, primary, standby, standby, labels, disconnect);
  }

  /** The same stores, whose listings show only keys in scope. */
  public BothStores within(Scope scope) {
    return new BothStores(
        primary,
        ScopedListing.of(primaryListing, scope),
        standby,
        ScopedListing.of(standbyListing, scope),
        labels,
        disconnect);
  }

  /** The same stores, whose listings end with this key. */
  public BothStores upTo(ObjectKey last) {
    return new BothStores(
        primary,
        new BoundedListing(primaryListing, last),
        standby,
        new BoundedListing(standbyListing, last),
        labels,
        disconnect);
  }

  /** The same stores, where the standby holds these labels. */
  public BothStores withLabels(HeldLabels held) {
    return new BothStores(primary, primaryListing, standby, standbyListing, held, disconnect);
  }

  /** Ends every call in progress, in whichever thread. */
  @Override
  public void close() {
    disconnect.run();
  }
}
