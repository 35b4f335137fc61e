package dev.understudy.cli.listing;

import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** All objects with a prefix, in listing order, with one page in memory. Used by one thread. */
public final class ListedObjects implements Iterator<ListedObject> {
  private final Listing listing;
  private Iterator<ListedObject> page = List.<ListedObject>of().iterator();
  private Optional<Listing.Place> next;

  /** Reads nothing yet. */
  public ListedObjects(Listing listing, String prefix) {
    this.listing = listing;
    this.next = Optional.of(Listing.Place.of(prefix, Optional.empty()));
  }

  /**
   * @throws dev.understudy.core.store.StoreException.Unavailable if a page cannot be read
   */
  @Override
  public boolean hasNext() {
    while (!page.hasNext() && next.isPresent()) {
      Listing.Page read = listing.page(next.get(), Listing.MAX_KEYS);
      page = read.objects().iterator();
      next = read.next();
    }
    return page.hasNext();
  }

  @Override
  public ListedObject next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
