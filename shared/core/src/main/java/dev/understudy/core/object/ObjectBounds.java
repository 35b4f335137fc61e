package dev.understudy.core.object;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of a filter on objects. An empty one allows everything.
 *
 * @param minSize in bytes; smaller objects are excluded
 * @param maxSize in bytes; larger objects are excluded
 * @param minAge objects that changed more recently are excluded
 * @param maxAge objects that changed longer ago are excluded
 * @param classes objects of other storage classes are excluded
 * @param tags objects with none of these tags are excluded
 * @param excludedTags objects with one of these tags are excluded
 */
record ObjectBounds(
    Optional<Long> minSize,
    Optional<Long> maxSize,
    Optional<Duration> minAge,
    Optional<Duration> maxAge,
    List<String> classes,
    List<Tag> tags,
    List<Tag> excludedTags) {
  static final ObjectBounds NONE =
      new ObjectBounds(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of());

  ObjectBounds {
    classes = List.copyOf(classes);
    tags = List.copyOf(tags);
    excludedTags = List.copyOf(excludedTags);
  }

  /** A tag with exactly this name and value. */
  record Tag(String name, String value) {
    boolean isAmong(Map<String, String> tags) {
      return value.equals(tags.get(name));
    }
  }

  /** Whether the object may have a replica. Unknown tags exclude nothing. */
  boolean hold(ObjectProperties object, Instant now) {
    Instant modified = object.lastModified();
    return minSize.filter(min -> object.size() < min).isEmpty()
        && maxSize.filter(max -> object.size() > max).isEmpty()
        && minAge.filter(age -> modified.isAfter(now.minus(age))).isEmpty()
        && maxAge.filter(age -> modified.isBefore(now.minus(age))).isEmpty()
        && (classes.isEmpty() || classes.contains(object.storageClass()))
        && object.tags().filter(known -> !holdTags(known)).isEmpty();
  }

  private boolean holdTags(Map<String, String> known) {
    return (tags.isEmpty() || tags.stream().anyMatch(tag -> tag.isAmong(known)))
        && excludedTags.stream().noneMatch(tag -> tag.isAmong(known));
  }

  /** Whether a decision can depend on the tags. */
  boolean readTags() {
    return !tags.isEmpty() || !excludedTags.isEmpty();
  }
}
