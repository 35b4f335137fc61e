package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.note.NoteFields;
import dev.understudy.core.object.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The key ranges of a pass. A range begins above the boundary below it and ends with the boundary
 * above it, so every key is in exactly one range.
 *
 * @param boundaries one less than the ranges, ascending; they need not exist as keys
 * @param lists how many lists of suspects each range has; empty until the ranges are joined
 */
record Ranges(List<ObjectKey> boundaries, List<Long> lists) {
  /** More would wait for each other at the standby. */
  static final int MAX = 64;

  Ranges {
    boundaries = List.copyOf(boundaries);
    lists = List.copyOf(lists);
  }

  /** Chooses ranges as the last pass saw the keys, or as listings show them. */
  static Ranges choose(int number, Watermark watermark, BothStores stores) {
    KeySample sample =
        watermark
            .last()
            .map(Watermark.LastPass::sample)
            .filter(known -> known.separates(number))
            .orElseGet(() -> new KeySpaceProbe(stores.primaryListing()).sample(number));
    return new Ranges(sample.boundaries(number), List.of());
  }

  int number() {
    return boundaries.size() + 1;
  }

  /** The key above which a range begins; empty for the first. */
  Optional<ObjectKey> after(int range) {
    return range == 0 ? Optional.empty() : Optional.of(boundaries.get(range - 1));
  }

  /** The key with which a range ends; empty for the last. */
  Optional<ObjectKey> last(int range) {
    return range == boundaries.size() ? Optional.empty() : Optional.of(boundaries.get(range));
  }

  /** With the number of lists of the next range. */
  Ranges withLists(long ofNext) {
    return new Ranges(boundaries, Stream.concat(lists.stream(), Stream.of(ofNext)).toList());
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("boundaries", boundaries.stream().map(ObjectKey::value).toList());
    map.put("lists", lists);
    return map;
  }

  static Ranges of(NoteFields fields) {
    return new Ranges(
        fields.texts("boundaries").stream().map(ObjectKey::new).toList(), fields.numbers("lists"));
  }
}
