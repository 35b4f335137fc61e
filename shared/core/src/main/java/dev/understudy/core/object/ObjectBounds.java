package dev.understudy.core.object;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The bounds of a filter on objects. An empty bound allows everything.
 *
 * @param minSize in bytes; smaller objects are excluded
 * @param maxSize in bytes; larger objects are excluded
 * @param minAge objects that changed more recently are excluded
 * @param maxAge objects that changed longer ago are excluded
 */
record ObjectBounds(
    Optional<Long> minSize,
    Optional<Long> maxSize,
    Optional<Duration> minAge,
    Optional<Duration> maxAge) {
  static final ObjectBounds NONE =
      new ObjectBounds(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  boolean hold(long size, Instant lastModified, Instant now) {
    return minSize.filter(min -> size < min).isEmpty()
        && maxSize.filter(max -> size > max).isEmpty()
        && minAge.filter(age -> lastModified.isAfter(now.minus(age))).isEmpty()
        && maxAge.filter(age -> lastModified.isBefore(now.minus(age))).isEmpty();
  }
}
