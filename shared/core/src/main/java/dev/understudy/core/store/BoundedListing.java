package dev.understudy.core.store;

import dev.understudy.core.object.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * A listing that ends with a key, which need not exist. No page beyond the key is requested.
 *
 * @param all in the order of UTF-8 bytes
 * @param last the last key that is listed
 */
public record BoundedListing(Listing all, ObjectKey last) implements Listing {
  @Override
  public Page page(Place at, int limit) {
    Page page = all.page(at, limit);
    List<ListedObject> objects = page.objects();
    if (objects.isEmpty() || !isBeyond(objects.get(objects.size() - 1))) {
      return page;
    }
    return new Page(
        objects.stream().takeWhile(object -> !isBeyond(object)).toList(), Optional.empty());
  }

  private boolean isBeyond(ListedObject object) {
    return object.key().compareTo(last) > 0;
  }
}
