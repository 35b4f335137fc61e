package dev.understudy.replicator;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.object.Scope.Membership;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.WriteResult;
import java.time.Instant;
import java.util.Optional;

/**
 * Deletes replicas: those whose original is gone, and those whose original the filter excludes
 * (docs/decisions/0033). A result is empty if the key must be read again.
 */
final class Deletions {
  private final Primary primary;
  private final Standby standby;
  private final BothSides sides;
  private final Stamps stamps;
  private final ScopeSource scopes;
  private final Dialect dialect;

  Deletions(
      Primary primary, Standby standby, BothSides sides, ScopeSource scopes, Dialect dialect) {
    this.primary = primary;
    this.standby = standby;
    this.sides = sides;
    this.stamps = new Stamps(standby);
    this.scopes = scopes;
    this.dialect = dialect;
  }

  /**
   * Whether the later of two writes stays, whichever arrives last. MinIO versions no key that ends
   * in a slash.
   */
  boolean areOrdered(ObjectKey key) {
    return dialect.level() == Dialect.Level.L2 && !key.value().endsWith("/");
  }

  /**
   * Deletes the replica of a missing original.
   *
   * @param readAt when the primary answered NoSuchKey, by its clock
   */
  Optional<Outcome> ofMissing(ObjectKey key, Instant readAt, Replica seen) {
    Optional<Replica.Present> replica = seen.present();
    if (replica.isEmpty()) {
      return Optional.of(new Outcome.InSync());
    }
    Instant stamp = stamps.ofDelete(key, readAt, seen);
    return isDeleted(key, replica.get(), stamp) && (areOrdered(key) || primary.head(key).isEmpty())
        ? Optional.of(new Outcome.Deleted())
        : Optional.empty();
  }

  /**
   * Deletes the replica of an original that the filter in force excludes. The original and the
   * filter are read again afterwards: if one of them changed, another worker may have found the
   * replica in sync before it was deleted.
   *
   * @param readAt when the primary returned the original, by its clock
   * @param seen the replica before that
   */
  Optional<Outcome> ofExcluded(PrimaryObject original, Instant readAt, Replica.Present seen) {
    ObjectKey key = original.key();
    return isDeleted(key, seen, stamps.ofEviction(key, seen))
            && sides.isCurrent(original)
            && isExcluded(original, readAt)
        ? Optional.of(new Outcome.Evicted())
        : Optional.empty();
  }

  /**
   * As {@link #ofExcluded}, for an original that the primary lets nobody GET. A HEAD shows its
   * properties, but not the time of the answer, so no limit of age excludes it. The result is empty
   * if nothing was deleted.
   */
  Optional<Outcome> ofArchived(ObjectKey key) {
    return standby.head(key).present().flatMap(seen -> ofArchived(key, seen));
  }

  private Optional<Outcome> ofArchived(ObjectKey key, Replica.Present seen) {
    return primary
        .head(key)
        .filter(original -> isExcluded(original, original.lastModified()))
        .flatMap(original -> ofExcluded(original, original.lastModified(), seen));
  }

  /** The replica of a key that is outside, if the scope says to delete it. */
  Optional<Replica> excludedReplica(Scope scope, ObjectKey key) {
    return scope.membership(key) == Membership.OUT_EVICT
        ? Optional.of(standby.head(key)).filter(seen -> seen.present().isPresent())
        : Optional.empty();
  }

  private boolean isDeleted(ObjectKey key, Replica.Present seen, Instant stamp) {
    return standby.delete(key, seen.fingerprint().etag(), stamp) == WriteResult.WRITTEN;
  }

  private boolean isExcluded(PrimaryObject original, Instant readAt) {
    return scopes.current(primary).membership(original.properties(), readAt)
        == Membership.OUT_EVICT;
  }
}
