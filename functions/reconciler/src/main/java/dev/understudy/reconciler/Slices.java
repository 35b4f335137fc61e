package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose headers and tags a pass compares, which no listing shows. Each key falls into one
 * slice by its hash. Each pass takes the slices that are due since the last one.
 *
 * @param first the first slice of this pass
 * @param number number of slices
 */
record Slices(int first, int number) {
  /** Fine enough for an hour out of a year. */
  static final int ALL = 10_000;

  private static final Duration FIRST_TIME = Duration.ofHours(1);

  /**
   * The number of slices that are due.
   *
   * @param days within which each slice must be compared; 0 for never
   * @param since when the last complete pass began; null if there was none
   */
  static int due(int days, @Nullable Duration since) {
    if (days == 0) {
      return 0;
    }
    Duration elapsed = since == null ? FIRST_TIME : since;
    long due = -Math.floorDiv(-elapsed.toSeconds() * ALL, Duration.ofDays(days).toSeconds());
    return (int) Math.max(1, Math.min(ALL, due));
  }

  boolean has(ObjectKey key) {
    return number > 0 && Math.floorMod(of(key) - first, ALL) < number;
  }

  /** The slice after the last. */
  int next() {
    return (first + number) % ALL;
  }

  private static int of(ObjectKey key) {
    int hash = key.value().hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), ALL);
  }
}
