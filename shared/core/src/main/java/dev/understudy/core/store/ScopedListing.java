package dev.understudy.core.store;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A listing that shows only keys in scope. It lists each prefix in turn, so that keys between them
 * cost nothing. A page holds keys of one prefix.
 */
public final class ScopedListing implements Listing {
  private final Listing all;
  private final List<String> prefixes;

  private ScopedListing(Listing all, List<String> prefixes) {
    this.all = all;
    this.prefixes = prefixes;
  }

  /** The listing itself if every key is in scope. */
  public static Listing of(Listing all, Scope scope) {
    return scope.prefixes().isEmpty() ? all : new ScopedListing(all, scope.prefixes());
  }

  @Override
  public Page page(Place at, int limit) {
    List<String> remaining = within(at);
    for (int i = 0; i < remaining.size(); i++) {
      Page page = first(remaining.get(i), at.after(), limit);
      if (!page.objects().isEmpty()) {
        boolean more = page.next().isPresent() || i + 1 < remaining.size();
        return new Page(page.objects(), more ? Optional.of(next(at, page)) : Optional.empty());
      }
    }
    return new Page(List.of(), Optional.empty());
  }

  /**
   * The first page that is not empty, or the last page.
   *
   * <p>The key is passed to the store only if it has the prefix. MinIO returns an empty page for
   * any other (cmd/metacache-server-pool.go, listPath).
   */
  private Page first(String prefix, Optional<ObjectKey> after, int limit) {
    Optional<ObjectKey> within = after.filter(key -> key.value().startsWith(prefix));
    Page page = all.page(Place.of(prefix, within), limit);
    while (page.objects().isEmpty() && page.next().isPresent()) {
      page = all.page(page.next().get(), limit);
    }
    return page;
  }

  /** A key is a valid position in any prefix; a continuation token is not. */
  private static Place next(Place at, Page page) {
    ListedObject last = page.objects().get(page.objects().size() - 1);
    return Place.of(at.prefix(), Optional.of(last.key()));
  }

  /** The prefixes to list from this place on, in order. */
  private List<String> within(Place at) {
    return prefixes.stream()
        .flatMap(prefix -> both(prefix, at.prefix()))
        .filter(prefix -> at.after().map(key -> mayHold(prefix, key)).orElse(true))
        .toList();
  }

  private static Stream<String> both(String a, String b) {
    return a.startsWith(b) ? Stream.of(a) : b.startsWith(a) ? Stream.of(b) : Stream.empty();
  }

  /** Whether keys above this one may have the prefix. */
  private static boolean mayHold(String prefix, ObjectKey after) {
    return after.value().startsWith(prefix) || after.compareTo(new ObjectKey(prefix)) < 0;
  }
}
