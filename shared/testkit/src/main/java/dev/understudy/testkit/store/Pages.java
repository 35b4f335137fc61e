package dev.understudy.testkit.store;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing.Page;
import dev.understudy.core.store.Listing.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Cuts a page from all objects, in the order of UTF-8 bytes. */
final class Pages {
  private Pages() {}

  static Page of(Stream<ListedObject> objects, Place at, int limit) {
    Optional<ObjectKey> after = at.token().map(ObjectKey::new).or(at::after);
    List<ListedObject> rest =
        objects
            .filter(o -> o.key().value().startsWith(at.prefix()))
            .filter(o -> after.isEmpty() || o.key().compareTo(after.get()) > 0)
            .sorted((a, b) -> a.key().compareTo(b.key()))
            .limit(limit + 1L)
            .toList();
    if (rest.size() <= limit) {
      return new Page(rest, Optional.empty());
    }
    List<ListedObject> page = rest.subList(0, limit);
    return new Page(page, Optional.of(at.next(page.get(limit - 1).key().value())));
  }
}
