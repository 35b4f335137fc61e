package dev.understudy.core.object;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of the primary that may have a replica; a smaller scope costs less. Objects outside
 * the scope are ignored on both sides, so that narrowing it deletes nothing.
 *
 * @param prefixes the key prefixes, in listing order; no prefix begins with another. Empty for all
 *     keys.
 * @param maxAge objects that changed longer ago get no new replica. An existing replica is still
 *     updated and deleted with its original. Empty for any age.
 */
public record Scope(List<String> prefixes, Optional<Duration> maxAge) {
  /** Everything. */
  public static final Scope ALL = new Scope(List.of(), Optional.empty());

  public Scope {
    prefixes = List.copyOf(prefixes);
  }

  /**
   * @param prefixes in any order. If there are any, the heartbeat's key is added, because the lag
   *     is measured by its replica.
   * @throws IllegalArgumentException that names a prefix that no replicated key can have
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
    List<String> disjoint =
        sorted.stream()
            .map(ObjectKey::value)
            .filter(
                prefix ->
                    sorted.stream()
                        .map(ObjectKey::value)
                        .noneMatch(other -> !other.equals(prefix) && prefix.startsWith(other)))
            .toList();
    return new Scope(disjoint, maxAge);
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

  /** Whether an object that last changed at this time is too old for a new replica. */
  public boolean isTooOld(Instant lastModified, Instant now) {
    return maxAge.filter(age -> lastModified.isBefore(now.minus(age))).isPresent();
  }
}
