package dev.understudy.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The keys of two listings in one order: that of their UTF-8 bytes. */
final class ListingPair implements Iterator<ListingPair.Listed> {
  private final Iterator<S3Object> primary;
  private final Iterator<S3Object> standby;
  private @Nullable S3Object onPrimary;
  private @Nullable S3Object onStandby;

  /**
   * @param primary in UTF-8 order
   * @param standby in UTF-8 order
   */
  ListingPair(Iterator<S3Object> primary, Iterator<S3Object> standby) {
    this.primary = primary;
    this.standby = standby;
    this.onPrimary = next(primary);
    this.onStandby = next(standby);
  }

  /**
   * One key of either listing.
   *
   * @param primarySize the object's bytes; empty if the listing does not show it
   * @param standbySize the replica's bytes; empty if the listing does not show it
   */
  record Listed(String key, Optional<Long> primarySize, Optional<Long> standbySize) {
    /** Whether both listings show the key with the same size. */
    boolean looksEqual() {
      return primarySize.isPresent() && primarySize.equals(standbySize);
    }
  }

  @Override
  public boolean hasNext() {
    return onPrimary != null || onStandby != null;
  }

  @Override
  public Listed next() {
    S3Object left = onPrimary;
    S3Object right = onStandby;
    if (left == null && right == null) {
      throw new NoSuchElementException();
    }
    int order = left == null ? 1 : right == null ? -1 : order(left.key(), right.key());
    Optional<S3Object> first = order <= 0 ? Optional.ofNullable(left) : Optional.empty();
    Optional<S3Object> second = order >= 0 ? Optional.ofNullable(right) : Optional.empty();
    if (first.isPresent()) {
      onPrimary = next(primary);
    }
    if (second.isPresent()) {
      onStandby = next(standby);
    }
    String key = first.or(() -> second).orElseThrow().key();
    return new Listed(key, first.map(S3Object::size), second.map(S3Object::size));
  }

  static int order(String left, String right) {
    return Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
  }

  private static @Nullable S3Object next(Iterator<S3Object> listing) {
    return listing.hasNext() ? listing.next() : null;
  }
}
