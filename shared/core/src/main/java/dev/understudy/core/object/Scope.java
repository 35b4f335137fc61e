package dev.understudy.core.object;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of the primary is to have a replica at all: a way to spend less. What lies outside is left
 * alone on both sides, so that narrowing the scope deletes nothing.
 *
 * @param prefixes keys that begin with one of these, in the order of listings, none of them within
 *     another; empty for all
 * @param maxAge objects last changed longer ago get no replica; one that is there is kept right,
 *     and goes when the original goes. Empty for any age
 */
public record Scope(List<String> prefixes, Optional<Duration> maxAge) {
  /** Everything. */
  public static final Scope ALL = new Scope(List.of(), Optional.empty());

  public Scope {
    prefixes = List.copyOf(prefixes);
  }

  /**
   * @param prefixes in any order; if there are any, the probe's heartbeat is let through as well:
   *     without its replica nothing could be said of the lag
   * @throws IllegalArgumentException naming a prefix that no key may have
   */
  public static Scope of(List<String> prefixes, Optional<Duration> maxAge) {
    if (prefixes.isEmpty()) {
      return new Scope(List.of(), maxAge);
    }
    List<ObjectKey> sorted =
        Stream.concat(prefixes.stream(), Stream.of(ReservedKeys.HEARTBEAT.value()))
            .map(Scope::checked)
            .distinct()
            .sorted()
            .toList();
    List<String> apart =
        sorted.stream()
            .map(ObjectKey::value)
            .filter(
                prefix ->
                    sorted.stream()
                        .map(ObjectKey::value)
                        .noneMatch(other -> !other.equals(prefix) && prefix.startsWith(other)))
            .toList();
    return new Scope(apart, maxAge);
  }

  private static ObjectKey checked(String prefix) {
    ObjectKey key = new ObjectKey(prefix);
    KeyRules.refusal(key)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(
                  "the prefix \"%s\" is not usable: keys like it are never replicated (%s)"
                      .formatted(prefix, reason.label()));
            });
    return key;
  }

  /** Whether the key may have a replica. */
  public boolean holds(ObjectKey key) {
    return prefixes.isEmpty() || prefixes.stream().anyMatch(key.value()::startsWith);
  }

  /** Whether an object last changed at that time is too old to be given a replica. */
  public boolean isTooOld(Instant lastModified, Instant now) {
    return maxAge.filter(age -> lastModified.isBefore(now.minus(age))).isPresent();
  }
}
