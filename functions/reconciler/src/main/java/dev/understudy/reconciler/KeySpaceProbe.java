package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Listing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how the keys of an unknown bucket are spread, by listing it at some places. It splits
 * prefixes by the character that follows them, the largest first. A prefix is large if it has more
 * keys than a page. No listing tells how many, so large prefixes that differ in one character count
 * the same, and the ranges of a first pass may be uneven. Used once.
 */
final class KeySpaceProbe {
  /** About 20 seconds, and half a US cent. */
  static final int MAX_REQUESTS = 1000;

  /** Prefixes per range: the more, the less one large prefix matters. */
  private static final int PREFIXES_PER_RANGE = 8;

  /** What a large prefix counts beside small ones, whose keys are counted. */
  private static final double LARGE = 10 * Listing.MAX_KEYS;

  /** Only the proportions matter. */
  private static final double ALL = 1e12;

  private static final String ABOVE_ALL = Character.toString(Character.MAX_CODE_POINT);

  private final Listing listing;
  private int requests;

  KeySpaceProbe(Listing listing) {
    this.listing = listing;
  }

  /**
   * The keys with a prefix.
   *
   * @param first the first of them
   * @param weight in proportion to their estimated number
   */
  private record Prefix(String text, @Nullable ObjectKey first, double weight, boolean large) {}

  /** First keys of prefixes and the end, with the estimated number of keys before them. */
  KeySample sample(int ranges) {
    List<Prefix> prefixes = new ArrayList<>(List.of(new Prefix("", null, ALL, true)));
    while (prefixes.size() < PREFIXES_PER_RANGE * ranges && requests < MAX_REQUESTS) {
      Optional<Prefix> largest =
          prefixes.stream().filter(Prefix::large).max(Comparator.comparingDouble(Prefix::weight));
      if (largest.isEmpty()) {
        break;
      }
      int at = prefixes.indexOf(largest.get());
      prefixes.remove(at);
      prefixes.addAll(at, split(largest.get()));
    }
    KeySample sample = KeySample.EMPTY;
    double before = 0;
    for (Prefix prefix : prefixes) {
      if (before > 0 && prefix.first != null) {
        sample = sample.with(prefix.first, (long) before);
      }
      before += prefix.weight;
    }
    return sample.with(new ObjectKey(ABOVE_ALL), (long) before);
  }

  /** The prefixes that are one character longer, in their order. */
  private List<Prefix> split(Prefix parent) {
    List<Prefix> found = new ArrayList<>();
    Optional<ObjectKey> after = key(parent.text);
    while (requests < MAX_REQUESTS) {
      requests++;
      Listing.Page page = listing.page(Listing.Place.of(parent.text, after), Listing.MAX_KEYS);
      if (page.objects().isEmpty()) {
        break;
      }
      Prefix child = child(parent.text, page);
      found.add(child);
      after = key(child.text + ABOVE_ALL);
      if (after.isEmpty()) {
        break;
      }
    }
    double sum = found.stream().mapToDouble(Prefix::weight).sum();
    return found.stream().map(child -> scaled(child, parent.weight / sum)).toList();
  }

  private static Prefix child(String parent, Listing.Page page) {
    ObjectKey first = page.objects().get(0).key();
    String text = first.value();
    String child = text.substring(0, text.offsetByCodePoints(parent.length(), 1));
    long keys =
        page.objects().stream()
            .map(ListedObject::key)
            .filter(key -> key.value().startsWith(child))
            .count();
    boolean large = keys == page.objects().size() && page.next().isPresent();
    return new Prefix(child, first, large ? LARGE : keys, large);
  }

  private static Prefix scaled(Prefix prefix, double factor) {
    return new Prefix(prefix.text, prefix.first, prefix.weight * factor, prefix.large);
  }

  /** Empty for a key that would be empty or too long. */
  private static Optional<ObjectKey> key(String text) {
    try {
      return Optional.of(new ObjectKey(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
