package dev.understudy.reconciler;

import dev.understudy.core.note.NoteFields;
import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keys of a bucket at known positions, from which a later pass chooses the boundaries of its
 * ranges. It has at most {@value #MAX_KEYS} keys, which are thinned evenly.
 *
 * @param keys in their order
 * @param positions the number of keys up to each of these, ascending
 */
record KeySample(List<ObjectKey> keys, List<Long> positions) {
  static final int MAX_KEYS = 256;
  static final KeySample EMPTY = new KeySample(List.of(), List.of());

  KeySample {
    keys = List.copyOf(keys);
    positions = List.copyOf(positions);
  }

  /** With a key above all others. */
  KeySample with(ObjectKey key, long position) {
    return plus(new KeySample(List.of(key), List.of(position)), 0);
  }

  /**
   * With the sample of the next keys.
   *
   * @param before the number of keys up to the first of these
   */
  KeySample plus(KeySample next, long before) {
    List<ObjectKey> allKeys = new ArrayList<>(keys);
    allKeys.addAll(next.keys);
    List<Long> all = new ArrayList<>(positions);
    next.positions.forEach(position -> all.add(before + position));
    return new KeySample(allKeys, all).thinned();
  }

  private KeySample thinned() {
    if (keys.size() <= MAX_KEYS) {
      return this;
    }
    long distance = total() / (MAX_KEYS * 3 / 4);
    List<Integer> kept = new ArrayList<>();
    long last = 0;
    for (int i = 0; i < keys.size(); i++) {
      if (positions.get(i) - last >= distance) {
        kept.add(i);
        last = positions.get(i);
      }
    }
    return new KeySample(
        kept.stream().map(keys::get).toList(), kept.stream().map(positions::get).toList());
  }

  private long total() {
    return positions.isEmpty() ? 0 : positions.get(positions.size() - 1);
  }

  /** Whether it can separate that many ranges. */
  boolean separates(int ranges) {
    return keys.size() >= ranges;
  }

  /**
   * The boundaries of ranges with nearly the same number of keys: one less than the ranges, or
   * fewer if the sample has fewer keys. The last key is not a boundary, because it is at or near
   * the end.
   *
   * @param ranges at least 1
   */
  List<ObjectKey> boundaries(int ranges) {
    if (keys.size() < 2) {
      return List.of();
    }
    return IntStream.range(1, ranges)
        .mapToObj(i -> keys.get(nearest((double) total() * i / ranges)))
        .distinct()
        .toList();
  }

  private int nearest(double position) {
    return IntStream.range(0, keys.size() - 1)
        .boxed()
        .min((a, b) -> Double.compare(distance(a, position), distance(b, position)))
        .orElseThrow();
  }

  private double distance(int index, double position) {
    return Math.abs(positions.get(index) - position);
  }

  Map<String, Object> toMap() {
    return Map.of("keys", keys.stream().map(ObjectKey::value).toList(), "positions", positions);
  }

  /** Keys without a position are not used. */
  static KeySample of(NoteFields fields) {
    List<String> keys = fields.texts("keys");
    List<Long> positions = fields.numbers("positions");
    return keys.size() == positions.size()
        ? new KeySample(keys.stream().map(ObjectKey::new).toList(), positions)
        : EMPTY;
  }
}
