package dev.understudy.core.store;

import dev.understudy.core.object.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a bucket, page by page, in the order of their keys' UTF-8 bytes, which is that of
 * {@link ObjectKey#compareTo}. A delete marker is no object. A listing is no snapshot: what changes
 * while it is read may show or not.
 *
 * <p>It is no proof of absence either: MinIO does not list what lies under the name of an object
 * ({@code a/b} where there is an {@code a}), though a HEAD finds it.
 */
public interface Listing {
  /** The most entries that a store puts on one page. */
  int MAX_KEYS = 1000;

  /**
   * One page.
   *
   * @param most 1 to {@value #MAX_KEYS} entries
   * @throws StoreException.Unavailable if there was no whole page to be had; a part of one is never
   *     returned
   */
  Page page(Place at, int most);

  /**
   * Where a page begins.
   *
   * @param prefix what every key begins with; empty for all
   * @param after only keys above this one
   * @param token what the store gave for going on, which then stands for {@code after}
   */
  record Place(String prefix, Optional<ObjectKey> after, Optional<String> token) {

    /** The first page of the keys with this prefix above this key. */
    public static Place of(String prefix, Optional<ObjectKey> after) {
      return new Place(prefix, after, Optional.empty());
    }

    /** The page that the store's token names. */
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
