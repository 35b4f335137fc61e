package dev.understudy.replicator;

import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

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
   * @param keepsEtags whether the standby keeps given ETags. Elsewhere an object that was one PUT
   *     is one part, because the ETag of that upload follows from the original's. A part cannot be
   *     resumed, so this holds below {@link PartSettings#resumableBytes}
   * @throws dev.understudy.core.store.StoreException.Moved if the object is no longer current
   */
  static PartLayout of(
      PrimaryObject object, Primary primary, PartSettings settings, boolean keepsEtags) {
    long size = object.fingerprint().size();
    boolean isOnePart =
        !keepsEtags
            && !object.fingerprint().etag().isMultipart()
            && size < settings.resumableBytes();
    return kept(object, primary, settings)
        .orElseGet(() -> even(size, isOnePart ? size : settings.bytes()));
  }

  private static Optional<PartLayout> kept(
      PrimaryObject object, Primary primary, PartSettings settings) {
    int count = object.fingerprint().etag().parts().orElse(0);
    if (count < 1 || count > MAX_BORDERS) {
      return Optional.empty();
    }
    OptionalLong first = primary.partSize(object, 1);
    // Most primaries that do not report sizes report none.
    return fits(first, 1, count, settings)
        ? original(lengths(object, primary, first, count, settings), object.fingerprint().size())
        : Optional.empty();
  }

  /** The lengths up to the first one that does not fit. Each costs one HEAD. */
  private static List<Long> lengths(
      PrimaryObject object, Primary primary, OptionalLong first, int count, PartSettings settings) {
    AtomicBoolean unfit = new AtomicBoolean();
    List<Supplier<OptionalLong>> reads = new ArrayList<>();
    reads.add(() -> first);
    for (int part = 2; part <= count; part++) {
      int number = part;
      reads.add(
          () -> {
            OptionalLong length =
                unfit.get() ? OptionalLong.empty() : primary.partSize(object, number);
            if (!fits(length, number, count, settings)) {
              unfit.set(true);
            }
            return length;
          });
    }
    List<OptionalLong> lengths =
        ParallelCalls.run(settings.parallel(), reads, Duration.ofDays(1), () -> {});
    return unfit.get() ? List.of() : lengths.stream().map(OptionalLong::getAsLong).toList();
  }

  private static boolean fits(OptionalLong length, int number, int count, PartSettings settings) {
    return length.isPresent()
        && length.getAsLong() <= settings.maxBytes()
        && (length.getAsLong() >= MIN_PART_BYTES || number == count);
  }

  /** The layout with the original's borders; empty if these parts are not the whole object. */
  static Optional<PartLayout> original(List<Long> lengths, long size) {
    List<Part> parts = new ArrayList<>();
    long from = 0;
    for (long length : lengths) {
      if (length < 1 || length > size - from) {
        return Optional.empty();
      }
      parts.add(new Part(parts.size() + 1, from, length));
      from += length;
    }
    return from == size ? Optional.of(new PartLayout(parts, true)) : Optional.empty();
  }

  /**
   * Even parts.
   *
   * @param partBytes at least 1; larger if the number of parts would be too large
   */
  static PartLayout even(long size, long partBytes) {
    long step = Math.max(partBytes, (size + MAX_PARTS - 1) / MAX_PARTS);
    List<Part> parts = new ArrayList<>();
    for (long from = 0; from < size; from += step) {
      parts.add(new Part(parts.size() + 1, from, Math.min(step, size - from)));
    }
    return new PartLayout(parts, false);
  }
}
