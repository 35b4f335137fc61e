package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one side's listing key by key. One thread fetches the following pages meanwhile, so that
 * the listing goes on while the reading thread waits for a HEAD or a write. It holds at most
 * {@value #MAX_PAGES} pages. Used by one thread, which closes it.
 */
final class PageReader implements AutoCloseable {
  /** The page that is read, the pages that wait, and the page that is being fetched. */
  static final int MAX_PAGES = 5;

  private final Listing listing;
  private final int pageSize;

  /** Each supplies a page, or throws why the page could not be fetched. */
  private final BlockingQueue<Supplier<Fetched>> ahead = new ArrayBlockingQueue<>(MAX_PAGES - 2);

  private final Future<?> fetching;
  private volatile boolean failed;
  private Iterator<ListedObject> page = List.<ListedObject>of().iterator();
  private boolean onLastPage;

  /** The last key fetched; used by the fetching thread. */
  private @Nullable ObjectKey last;

  /**
   * A page without reserved keys.
   *
   * @param last whether no page follows
   */
  private record Fetched(List<ListedObject> objects, boolean last) {}

  /**
   * Begins to fetch at once.
   *
   * @param fetcher must have a thread for this reader until the listing ends or this is closed
   */
  PageReader(Listing listing, Listing.Place start, int pageSize, ExecutorService fetcher) {
    this.listing = listing;
    this.pageSize = pageSize;
    this.fetching =
        fetcher.submit(
            () -> {
              fetchFrom(start);
              return null;
            });
  }

  /**
   * The next object that is not reserved, or null at the end.
   *
   * @throws StoreException if its page cannot be fetched, or is not in the order of UTF-8 bytes
   */
  @Nullable ListedObject next() {
    while (!page.hasNext()) {
      if (onLastPage) {
        return null;
      }
      turn();
    }
    return page.next();
  }

  /**
   * Whether a page could not be fetched, or is not in order, even if the pages before it are not
   * read yet.
   */
  boolean failed() {
    return failed;
  }

  /** Fetches no further page. A request in progress ends by itself, or with its connection. */
  @Override
  public void close() {
    fetching.cancel(true);
  }

  private void turn() {
    try {
      Fetched arrived = ahead.take().get();
      onLastPage = arrived.last();
      page = arrived.objects().iterator();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("Interrupted while a page was fetched", false, e);
    }
  }

  /** Ends after the last page, after a failure, or when {@link #close} interrupts it. */
  private void fetchFrom(Listing.Place start) throws InterruptedException {
    try {
      Optional<Listing.Place> at = Optional.of(start);
      while (at.isPresent()) {
        Listing.Page answer = listing.page(at.get(), pageSize);
        at = answer.next();
        Fetched fetched = new Fetched(inOrder(answer.objects()), at.isEmpty());
        ahead.put(() -> fetched);
      }
    } catch (RuntimeException | Error e) {
      failed = true;
      ahead.put(
          () -> {
            throw e instanceof StoreException known
                ? known
                : new IllegalStateException("A listing could not be read", e);
          });
    }
  }

  /** Requires the order of all keys, and leaves out the reserved ones. */
  private List<ListedObject> inOrder(List<ListedObject> objects) {
    List<ListedObject> kept = new ArrayList<>(objects.size());
    for (ListedObject object : objects) {
      requireOrder(object.key());
      if (!ReservedKeys.isReserved(object.key())) {
        kept.add(object);
      }
    }
    return kept;
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
