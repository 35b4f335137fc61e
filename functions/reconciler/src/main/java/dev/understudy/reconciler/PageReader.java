package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads one side's listing key by key. It fetches the next page while the current one is read, so
 * it holds at most two pages. It skips reserved keys.
 */
final class PageReader {
  private final Listing listing;
  private final ExecutorService fetcher;
  private final int pageSize;
  private @Nullable Future<Listing.Page> coming;
  private Iterator<ListedObject> page = List.<ListedObject>of().iterator();
  private @Nullable ObjectKey last;

  /**
   * Begins to fetch at once.
   *
   * @param fetcher must have a thread for this reader; the caller shuts it down
   */
  PageReader(Listing listing, Listing.Place start, int pageSize, ExecutorService fetcher) {
    this.listing = listing;
    this.fetcher = fetcher;
    this.pageSize = pageSize;
    this.coming = fetch(start);
  }

  /**
   * The next object, or null at the end.
   *
   * @throws StoreException if its page cannot be fetched, or is not in the order of UTF-8 bytes
   */
  @Nullable ListedObject next() {
    while (true) {
      while (!page.hasNext()) {
        if (coming == null) {
          return null;
        }
        turn(coming);
      }
      ListedObject listed = page.next();
      requireOrder(listed.key());
      if (!ReservedKeys.isReserved(listed.key())) {
        return listed;
      }
    }
  }

  private void turn(Future<Listing.Page> fetched) {
    Listing.Page arrived = await(fetched);
    coming = arrived.next().map(this::fetch).orElse(null);
    page = arrived.objects().iterator();
  }

  private Future<Listing.Page> fetch(Listing.Place at) {
    return fetcher.submit(() -> listing.page(at, pageSize));
  }

  private static Listing.Page await(Future<Listing.Page> fetched) {
    try {
      return fetched.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException known) {
        throw known;
      }
      throw new IllegalStateException("A listing could not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("Interrupted while a page was fetched", false, e);
    }
  }

  private void requireOrder(ObjectKey key) {
    if (last != null && last.compareTo(key) >= 0) {
      throw new StoreException.Unavailable(
          "A listing has %s after %s, which is not the order of UTF-8 bytes, so the store cannot be compared"
              .formatted(key, last),
          false,
          null);
    }
    last = key;
  }
}
