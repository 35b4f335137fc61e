package dev.understudy.core.store;

import dev.understudy.core.object.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * Lists the current objects of a bucket, page by page, in the order of their keys' UTF-8 bytes
 * ({@link ObjectKey#compareTo}). Delete markers are not listed. A listing is not a snapshot: it may
 * or may not show changes made while it is read.
 *
 * <p>A listing does not prove absence either. MinIO does not list {@code a/b} if there is an object
 * {@code a}, although a HEAD finds it.
 */
public interface Listing {
  /** The maximum number of entries of a page. */
  int MAX_KEYS = 1000;

  /**
   * Reads one page.
   *
   * @param limit 1 to {@value #MAX_KEYS} entries
   * @throws StoreException.Unavailable if the page could not be read completely; a partial page is
   *     never returned
   */
  Page page(Place at, int limit);

  /**
   * Where a page begins.
   *
   * @param prefix the prefix of all keys; empty for all keys
   * @param after only keys above this one
   * @param token the store's continuation token, which replaces {@code after}
   */
  record Place(String prefix, Optional<ObjectKey> after, Optional<String> token) {

    /** The first page of the keys with this prefix above this key. */
    public static Place of(String prefix, Optional<ObjectKey> after) {
      return new Place(prefix, after, Optional.empty());
    }

    /** The page of the store's continuation token. */
    public Place next(String nextToken) {
      return new Place(prefix, after, Optional.of(nextToken));
    }
  }

  /**
   * A page.
   *
   * @param next where the following page begins, or empty if this is the last one
   */
  record Page(List<ListedObject> objects, Optional<Place> next) {
    public Page {
      objects = List.copyOf(objects);
    }
  }
}
