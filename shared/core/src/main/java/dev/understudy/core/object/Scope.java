package dev.understudy.core.object;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects of the primary that may have a replica; a smaller scope costs less. Objects outside
 * the scope are ignored on both sides, so that narrowing it deletes nothing, unless the filter
 * evicts what it excludes and what is cold.
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

  /** The reasons for which a filter with {@code evict: true} deletes replicas. */
  private static final Set<Refusal> EVICTED = Set.of(Refusal.FILTERED, Refusal.COLD);

  public Scope {
    prefixes = List.copyOf(prefixes);
  }

  /** What the scope says about a key or an object. */
  public enum Membership {
    /** The object may have a replica. */
    IN,
    /** No new replica. An existing one stays. */
    OUT_KEEP,
    /** No new replica. An existing one is deleted. */
    OUT_EVICT
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

  /** The same scope, in which no replica is deleted for being outside. */
  public Scope withoutEviction() {
    return filter.evicts() ? with(filter.withoutEviction()) : this;
  }

  /** Whether a decision can depend on an object's tags, which no listing shows. */
  public boolean readsTags() {
    return filter.readsTags();
  }

  /** Whether the key may have a replica. */
  public boolean holds(ObjectKey key) {
    return refusal(key).isEmpty();
  }

  /** Decides about the key alone. A key that is {@code IN} may have objects that are outside. */
  public Membership membership(ObjectKey key) {
    return refusal(key).map(why -> outside(key, why)).orElse(Membership.IN);
  }

  /**
   * Decides about the key and its object. Unknown tags exclude nothing: where {@link #readsTags},
   * an object without known tags that is {@code IN} may be outside.
   */
  public Membership membership(ObjectProperties object, Instant now) {
    return refusal(object, now).map(why -> outside(object.key(), why)).orElse(Membership.IN);
  }

  private Membership outside(ObjectKey key, Refusal why) {
    boolean evicted = EVICTED.contains(why) && filter.evicts() && !ReservedKeys.isReserved(key);
    return evicted ? Membership.OUT_EVICT : Membership.OUT_KEEP;
  }

  /** The reason why the key has no replica, whatever its object is. */
  public Optional<Refusal> refusal(ObjectKey key) {
    if (!prefixes.isEmpty() && prefixes.stream().noneMatch(key.value()::startsWith)) {
      return Optional.of(Refusal.OUT_OF_SCOPE);
    }
    return filter.holds(key) ? Optional.empty() : Optional.of(Refusal.FILTERED);
  }

  /** The reason why the object gets no new replica, for its key or for its properties. */
  public Optional<Refusal> refusal(ObjectProperties object, Instant now) {
    Optional<Refusal> ofKey = refusal(object.key());
    if (ofKey.isPresent()) {
      return ofKey;
    }
    if (!filter.holds(object, now)) {
      return Optional.of(Refusal.FILTERED);
    }
    if (maxAge.filter(age -> object.lastModified().isBefore(now.minus(age))).isPresent()) {
      return Optional.of(Refusal.TOO_OLD);
    }
    return isCold(object) ? Optional.of(Refusal.COLD) : Optional.empty();
  }

  private boolean isCold(ObjectProperties object) {
    return hot.filter(objects -> !objects.hold(object.key(), object.lastModified())).isPresent()
        && !object.key().equals(ReservedKeys.HEARTBEAT);
  }
}
