package dev.understudy.cli.plan;

import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Tallies by first-level prefix. A listing returns the keys of a prefix together, so that only the
 * current prefix and the largest ones are in memory, and the numbers are exact. Used by one thread.
 */
final class PrefixTallies {
  /** The number of prefixes that the report names. */
  static final int MAX_NAMED = 20;

  private final String base;
  private final Tally without = new Tally();
  private final Tally others = new Tally();
  private final PriorityQueue<Named> largest =
      new PriorityQueue<>(Comparator.comparingLong((Named named) -> named.tally().bytes()));
  private Named current = new Named("", new Tally());

  private record Named(String prefix, Tally tally) {}

  /**
   * @param base the prefix of all keys; prefixes are counted one level below it
   */
  PrefixTallies(String base) {
    this.base = base;
  }

  /** Counts a key. Keys are in the order of a listing. */
  void add(ObjectKey key, long size) {
    int slash = key.value().indexOf('/', base.length());
    if (slash < 0) {
      without.add(size);
      return;
    }
    if (!isCurrent(key.value(), slash + 1)) {
      closeCurrent();
      current = new Named(key.value().substring(0, slash + 1), new Tally());
    }
    current.tally().add(size);
  }

  private boolean isCurrent(String key, int length) {
    return current.prefix().length() == length && key.startsWith(current.prefix());
  }

  private void closeCurrent() {
    if (current.tally().keys() == 0) {
      return;
    }
    largest.add(current);
    if (largest.size() > MAX_NAMED) {
      others.add(largest.remove().tally());
    }
    current = new Named("", new Tally());
  }

  /** The largest prefixes, then all others, then the keys without a prefix. */
  List<Map<String, Object>> rows() {
    closeCurrent();
    List<Map<String, Object>> rows = new ArrayList<>();
    largest.stream()
        .sorted(Comparator.comparingLong((Named named) -> named.tally().bytes()).reversed())
        .forEach(named -> rows.add(named.tally().row("prefix", named.prefix())));
    if (others.keys() > 0) {
      rows.add(others.row("prefix", "(others)"));
    }
    if (without.keys() > 0) {
      rows.add(without.row("prefix", "(no prefix)"));
    }
    return rows;
  }
}
