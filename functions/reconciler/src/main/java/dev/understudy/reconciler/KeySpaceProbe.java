package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Estimates how the keys of an unknown bucket are spread, by listing it at some places. It splits
 * prefixes that have more keys than a page, breadth first, by the characters that follow them. It
 * cannot tell how many keys a large prefix has, so a first pass may have uneven ranges. Used once.
 */
final class KeySpaceProbe {
  /** About 20 seconds, and half a US cent. */
  static final int MAX_REQUESTS = 1000;

  /** Prefixes per range: the more, the less one large prefix matters. */
  private static final int PREFIXES_PER_RANGE = 4;

  /** What a prefix counts that has more keys than a page. */
  private static final long LARGE = 10L * Listing.MAX_KEYS;

  private static final String ABOVE_ALL = Character.toString(Character.MAX_CODE_POINT);

  private final Listing listing;
  private int requests;

  KeySpaceProbe(Listing listing) {
    this.listing = listing;
  }

  /** First keys of prefixes, and the estimated number of keys up to there. */
  KeySample sample(int ranges) {
    SortedMap<ObjectKey, Long> sizes = new TreeMap<>();
    Set<String> large = new LinkedHashSet<>(Set.of(""));
    List<ObjectKey> firstOfLarge = new ArrayList<>();
    while (!large.isEmpty()
        && sizes.size() + large.size() < PREFIXES_PER_RANGE * ranges
        && requests < MAX_REQUESTS) {
      String prefix = large.iterator().next();
      large.remove(prefix);
      split(prefix, sizes, large);
    }
    large.forEach(prefix -> page(prefix, Optional.empty(), 1).ifPresent(firstOfLarge::add));
    firstOfLarge.forEach(key -> sizes.put(key, LARGE));
    return positions(sizes);
  }

  private void split(String prefix, SortedMap<ObjectKey, Long> sizes, Set<String> large) {
    requests++;
    Listing.Page page = listing.page(Listing.Place.of(prefix, Optional.empty()), Listing.MAX_KEYS);
    if (page.objects().isEmpty()) {
      return;
    }
    ObjectKey first = page.objects().get(0).key();
    if (page.next().isEmpty()) {
      sizes.put(first, (long) page.objects().size());
      return;
    }
    Optional<ObjectKey> next = Optional.of(first);
    while (next.isPresent() && requests < MAX_REQUESTS) {
      String key = next.get().value();
      if (key.length() == prefix.length()) {
        next = page(prefix, next, 1);
        continue;
      }
      String child = key.substring(0, key.offsetByCodePoints(prefix.length(), 1));
      large.add(child);
      next = key(child + ABOVE_ALL).flatMap(above -> page(prefix, Optional.of(above), 1));
    }
  }

  private Optional<ObjectKey> page(String prefix, Optional<ObjectKey> after, int limit) {
    requests++;
    return listing.page(Listing.Place.of(prefix, after), limit).objects().stream()
        .map(ListedObject::key)
        .findFirst();
  }

  /** Empty for a key that would be too long. */
  private static Optional<ObjectKey> key(String text) {
    try {
      return Optional.of(new ObjectKey(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static KeySample positions(SortedMap<ObjectKey, Long> sizes) {
    KeySample sample = KeySample.EMPTY;
    long position = 0;
    for (var size : sizes.entrySet()) {
      sample = position == 0 ? sample : sample.with(size.getKey(), position);
      position += size.getValue();
    }
    return sample;
  }
}
