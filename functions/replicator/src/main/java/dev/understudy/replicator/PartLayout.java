package dev.understudy.replicator;

import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the parts of an upload begin and end. The primary's borders are kept where possible, so
 * that reads by part number agree on both sides; docs/replicas.md has the rules.
 *
 * @param parts without gaps, in order
 * @param isOriginal whether the borders are the original's
 */
record PartLayout(List<Part> parts, boolean isOriginal) {
  /** The minimum of S3 and MinIO for all parts but the last. */
  static final long MIN_PART_BYTES = 5L << 20;

  /** Below the 10,000 parts that S3 and MinIO accept, for sizes that do not divide evenly. */
  private static final int MAX_PARTS = 9_000;

  /** Each border costs one HEAD. Above this number of parts the layout is an even one. */
  private static final int MAX_BORDERS = 1_000;

  /** A part, numbered from 1. */
  record Part(int number, long from, long length) {}

  PartLayout {
    parts = List.copyOf(parts);
  }

  /**
   * The primary's layout, or an even one if the primary's is unknown or the standby cannot hold it.
   *
   * @param partBytes the size of an even part, unless the number of parts would be too large
   * @throws dev.understudy.core.store.StoreException.Moved if the object is no longer current
   */
  static PartLayout of(PrimaryObject object, Primary primary, long partBytes) {
    return kept(object, primary).orElseGet(() -> even(object.fingerprint().size(), partBytes));
  }

  private static Optional<PartLayout> kept(PrimaryObject object, Primary primary) {
    int count = object.fingerprint().etag().parts().orElse(0);
    if (count < 1 || count > MAX_BORDERS) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    long from = 0;
    for (int number = 1; number <= count; number++) {
      OptionalLong length = primary.partSize(object, number);
      boolean fits =
          length.isPresent() && (length.getAsLong() >= MIN_PART_BYTES || number == count);
      if (!fits) {
        return Optional.empty();
      }
      parts.add(new Part(number, from, length.getAsLong()));
      from += length.getAsLong();
    }
    return from == object.fingerprint().size()
        ? Optional.of(new PartLayout(parts, true))
        : Optional.empty();
  }

  private static PartLayout even(long size, long partBytes) {
    long step = Math.max(partBytes, (size + MAX_PARTS - 1) / MAX_PARTS);
    List<Part> parts = new ArrayList<>();
    for (long from = 0; from < size; from += step) {
      parts.add(new Part(parts.size() + 1, from, Math.min(step, size - from)));
    }
    return new PartLayout(parts, false);
  }
}
