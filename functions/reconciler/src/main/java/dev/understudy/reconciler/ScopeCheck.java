package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope;
import dev.understudy.core.object.Scope.Membership;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.PrimaryObject;
import java.time.Clock;
import java.util.Optional;

/** What the scope of a run says about keys and objects now. */
record ScopeCheck(Scope scope, Clock clock) {

  /** Whether the key may have a replica. */
  boolean holds(ObjectKey key) {
    return scope.holds(key);
  }

  /** Whether the original may get a new replica, as far as a listing shows. */
  boolean holds(ListedObject original) {
    return scope.refusal(original.properties(), clock.instant()).isEmpty();
  }

  /** Whether the replica is to be deleted, as far as the listings show. */
  boolean isEvictable(MergeJoin.Pair pair) {
    if (!scope.filter().evicts() || pair.standby() == null) {
      return false;
    }
    ListedObject original = pair.primary();
    Membership membership =
        original == null
            ? scope.membership(pair.key())
            : scope.membership(original.properties(), clock.instant());
    return membership == Membership.OUT_EVICT;
  }

  /**
   * Decides with the tags.
   *
   * @param original as a HEAD showed it; empty if the primary has no such object
   */
  Membership membership(ObjectKey key, Optional<PrimaryObject> original) {
    return original
        .map(object -> scope.membership(object.properties(), clock.instant()))
        .orElseGet(() -> scope.membership(key));
  }
}
