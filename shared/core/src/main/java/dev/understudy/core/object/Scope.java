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
 * @param filter further rules about keys, sizes and ages
 * @param hot if present, objects that it does not hold get no new replica; as for {@code maxAge},
 *     an existing replica is kept
 */
public record Scope(
    List<String> prefixes, Optional<Duration> maxAge, Filter filter, Optional<HotObjects> hot) {
  /** Everything. */
  public static final Scope ALL = of(List.of(), Optional.empty(), Filter.NONE);

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
      return of(List.of(), maxAge, Filter.NONE);
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
    return of(disjoint, maxAge, Filter.NONE);
  }

  private static Scope of(List<String> prefixes, Optional<Duration> maxAge, Filter filter) {
    return new Scope(prefixes, maxAge, filter, Optional.empty());
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

  /** The same scope with this filter in place of its own. */
  public Scope with(Filter other) {
    return new Scope(prefixes, maxAge, other, hot);
  }

  /** The same scope, limited to these objects. */
  public Scope with(HotObjects objects) {
    return new Scope(prefixes, maxAge, filter, Optional.of(objects));
  }

  /** Whether the key may have a replica. */
  public boolean holds(ObjectKey key) {
    return refusal(key).isEmpty();
  }

  /** The reason why the key has no replica: nothing is read or written on either side. */
  public Optional<Refusal> refusal(ObjectKey key) {
    if (!prefixes.isEmpty() && prefixes.stream().noneMatch(key.value()::startsWith)) {
      return Optional.of(Refusal.OUT_OF_SCOPE);
    }
    return filter.holds(key) ? Optional.empty() : Optional.of(Refusal.FILTERED);
  }

  /**
   * The reason why an object gets no new replica. An existing one is still updated and deleted with
   * its original.
   *
   * @param key the heartbeat is always in scope
   * @param size in bytes
   */
  public Optional<Refusal> refusal(ObjectKey key, long size, Instant lastModified, Instant now) {
    if (maxAge.filter(age -> lastModified.isBefore(now.minus(age))).isPresent()) {
      return Optional.of(Refusal.TOO_OLD);
    }
    if (!filter.holds(key, size, lastModified, now)) {
      return Optional.of(Refusal.FILTERED);
    }
    boolean cold =
        hot.filter(objects -> !objects.hold(key, lastModified)).isPresent()
            && !key.equals(ReservedKeys.HEARTBEAT);
    return cold ? Optional.of(Refusal.COLD) : Optional.empty();
  }
}
