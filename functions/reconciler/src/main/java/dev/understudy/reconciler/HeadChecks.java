package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * HEADs of single keys, where the listings do not settle it; several at a time.
 *
 * <p>Over the usual length because what a look can find is named in it.
 */
final class HeadChecks {
  /**
   * The Last-Modified of an object uploaded in parts may be when its upload began, and this is the
   * usual limit of an upload (docs/stamps.md).
   */
  private static final Duration MAX_UPLOAD = Duration.ofDays(7);

  private final BothStores stores;
  private final Equality equality;
  private final Clock clock;
  private final Duration grace;
  private final Scope scope;
  private final ExecutorService threads;

  /**
   * @param settings how long after a change a difference is in flight, and what is to have a
   *     replica
   * @param threads bounds how many looks there are at a time
   */
  HeadChecks(
      BothStores stores,
      Equality equality,
      Clock clock,
      ReconcilerSettings settings,
      ExecutorService threads) {
    this.stores = stores;
    this.equality = equality;
    this.clock = clock;
    this.grace = settings.grace();
    this.scope = settings.scope();
    this.threads = threads;
  }

  /** What a look can find. */
  enum Kind {
    EQUAL,
    /** Different, and changed on either side within the grace period. */
    IN_FLIGHT,
    MISSING,
    STALE,
    ORPHANED,
    /** The primary's object can never be copied. */
    REFUSED;

    Optional<Drift> drift() {
      return switch (this) {
        case MISSING -> Optional.of(Drift.MISSING);
        case STALE -> Optional.of(Drift.STALE);
        case ORPHANED -> Optional.of(Drift.ORPHANED);
        case EQUAL, IN_FLIGHT, REFUSED -> Optional.empty();
      };
    }
  }

  /**
   * What was found of a key.
   *
   * @param size of the primary's object, 0 if there is none
   * @param suspect whether it is wrong, and no time tells whether since long ago: that an original
   *     was deleted, that its tags were changed, or when its upload in parts was completed
   * @param replica what the standby showed
   * @param original what the primary had, where it was asked
   */
  record Sight(
      ObjectKey key,
      Kind kind,
      long size,
      boolean suspect,
      Replica replica,
      Optional<PrimaryObject> original) {
    Suspect toSuspect() {
      return Suspect.of(key, replica, original);
    }

    /** Whether it is what it was when it was suspected. */
    boolean isStill(Suspect then) {
      return then.isStill(replica, original);
    }
  }

  /** Whether an original of that age is not meant to get a replica. */
  boolean isTooOld(Instant lastModified) {
    return scope.isTooOld(lastModified, clock.instant());
  }

  /** Looks at each of them; in their order. */
  <T> List<Sight> each(List<T> things, Function<T, Sight> look) {
    List<Callable<Sight>> calls = new ArrayList<>();
    things.forEach(thing -> calls.add(() -> look.apply(thing)));
    try {
      List<Sight> sights = new ArrayList<>();
      for (Future<Sight> sight : threads.invokeAll(calls)) {
        sights.add(sight.get());
      }
      return sights;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("Interrupted while keys were looked at", false, e);
    }
  }

  /**
   * A key that the standby does not list: MinIO hides what lies under an object's name. A delete
   * marker makes it a suspect: the original may have been deleted since it was listed.
   */
  Sight unlisted(ListedObject original) {
    Replica seen = stores.standby().head(original.key());
    Kind kind =
        seen.present()
            .map(there -> equality.unlisted(original, there) ? Kind.EQUAL : Kind.STALE)
            .orElse(Kind.MISSING);
    boolean suspect =
        seen instanceof Replica.Marker
            || seen.present()
                .filter(there -> mayBeYoung(there.fingerprint().etag(), there.lastModified()))
                .isPresent();
    return new Sight(original.key(), kind, original.size(), suspect, seen, Optional.empty());
  }

  /** Both sides of a key, headers and tags included; the standby first, as in converging. */
  Sight whole(ObjectKey key) {
    Replica seen = stores.standby().head(key);
    Optional<Replica.Present> replica = seen.present();
    try {
      Optional<PrimaryObject> original = stores.primary().head(key);
      long size = original.map(o -> o.fingerprint().size()).orElse(0L);
      Kind kind = kind(original, replica);
      boolean suspect = kind.drift().isPresent() && tellsNoTime(original, replica);
      return new Sight(key, kind, size, suspect, seen, original);
    } catch (StoreException.Refused e) {
      return new Sight(key, Kind.REFUSED, 0, false, seen, Optional.empty());
    }
  }

  private Kind kind(Optional<PrimaryObject> original, Optional<Replica.Present> replica) {
    if (original.isEmpty() && replica.isEmpty()) {
      return Kind.EQUAL;
    }
    if (original.isPresent()
        && replica.isPresent()
        && equality.whole(original.get(), replica.get())) {
      return Kind.EQUAL;
    }
    boolean young =
        original.map(PrimaryObject::lastModified).filter(this::isYoung).isPresent()
            || replica.map(Replica.Present::lastModified).filter(this::isYoung).isPresent();
    if (young) {
      return Kind.IN_FLIGHT;
    }
    return original.isEmpty() ? Kind.ORPHANED : replica.isEmpty() ? Kind.MISSING : Kind.STALE;
  }

  private boolean tellsNoTime(Optional<PrimaryObject> original, Optional<Replica.Present> replica) {
    if (original.isEmpty()) {
      return true;
    }
    PrimaryObject there = original.get();
    return mayBeYounger(there.fingerprint().etag(), there.lastModified())
        || replica.filter(copy -> equality.butForLabels(there, copy)).isPresent();
  }

  /** Whether a change of this time may still be on its way. */
  boolean isYoung(Instant changed) {
    return changed.isAfter(clock.instant().minus(grace));
  }

  /**
   * Whether an object, or its replica, which bears its time, may be there since within the grace
   * period.
   */
  boolean mayBeYoung(ETag etag, Instant lastModified) {
    return isYoung(lastModified) || mayBeYounger(etag, lastModified);
  }

  /** Whether this object's time may be that of an upload which has only just ended. */
  boolean mayBeYounger(ETag etag, Instant lastModified) {
    return etag.isMultipart() && lastModified.isAfter(clock.instant().minus(MAX_UPLOAD));
  }
}
