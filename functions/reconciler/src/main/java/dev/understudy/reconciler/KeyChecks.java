package dev.understudy.reconciler;

import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.note.RefusalNotes.OriginalVersion;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Scope.Membership;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Checks single keys with HEAD requests, where the listings do not decide. */
final class KeyChecks {
  private final Primary primary;
  private final UnreadableKeys unreadable;
  private final RefusedKeys refused;
  private final CorrectReplica correct;
  private final Clock clock;
  private final Duration grace;
  private final ScopeCheck scope;
  private final ExecutorService threads;

  /**
   * @param threads bounds the number of parallel checks
   */
  KeyChecks(
      BothStores stores,
      RefusedKeys refused,
      CorrectReplica correct,
      Clock clock,
      ReconcilerSettings settings,
      ExecutorService threads) {
    this.primary = stores.primary();
    this.unreadable = new UnreadableKeys(stores.standby(), refused);
    this.refused = refused;
    this.correct = correct;
    this.clock = clock;
    this.grace = settings.grace();
    this.scope = new ScopeCheck(settings.scope(), clock);
    this.threads = threads;
  }

  /** No check yet. */
  ChecksInProgress inParallel() {
    return new ChecksInProgress(threads);
  }

  /**
   * Compares both sides of all these keys in parallel. The results are in the order of the keys.
   *
   * @throws StoreException if a store failed, as opposed to refusing a key
   */
  List<CheckedKey> compareAll(List<ObjectKey> keys) {
    List<CheckedKey> results = new ArrayList<>();
    ChecksInProgress checks = inParallel();
    keys.forEach(key -> checks.begin(() -> compareBoth(key), results::add));
    checks.finish();
    return results;
  }

  /**
   * Checks a key that the standby does not list: MinIO hides keys below the name of an object. A
   * delete marker makes it a suspect: the original may have been deleted since it was listed. If
   * the replica is missing, the primary must show the original: a hint at an object that the
   * primary denies would be parked in each pass.
   */
  CheckedKey checkUnlisted(ListedObject original) {
    return unreadable.check(
        original.key(),
        () -> {
          Replica replica = unreadable.head(original.key());
          Optional<Replica.Present> present = replica.present();
          Finding finding = unlisted(original, present);
          boolean suspect =
              finding.isDrift()
                  && (replica instanceof Replica.Marker
                      || present
                          .filter(r -> mayBeYoung(r.fingerprint().etag(), r.lastModified()))
                          .isPresent());
          return new CheckedKey(
              original.key(), finding, original.size(), suspect, replica, Optional.empty());
        });
  }

  private Finding unlisted(ListedObject original, Optional<Replica.Present> replica) {
    if (replica.filter(r -> correct.matches(original, r)).isPresent()) {
      return Finding.EQUAL;
    }
    if (refused.contains(
        original.key(), new OriginalVersion(original.etag(), original.lastModified()))) {
      return Finding.REFUSED;
    }
    return replica.isPresent() ? Finding.STALE : missing(original.key());
  }

  /**
   * The HEAD shows the tags, which may exclude the object. Many denied keys in a row are one
   * policy, not a primary that has failed: it was listed.
   */
  private Finding missing(ObjectKey key) {
    try {
      Optional<PrimaryObject> original = primary.head(key);
      if (original.isEmpty()) {
        return Finding.EQUAL;
      }
      return scope.membership(key, original) == Membership.IN ? Finding.MISSING : Finding.REFUSED;
    } catch (StoreException.Unavailable e) {
      if (e.isClientError()) {
        return Finding.UNREADABLE;
      }
      throw e;
    }
  }

  /** Compares both sides of a key, headers and tags included. The standby is read first. */
  CheckedKey compareBoth(ObjectKey key) {
    return unreadable.check(
        key,
        () -> {
          Replica replica = unreadable.head(key);
          Optional<PrimaryObject> original = primary.head(key);
          long size = original.map(o -> o.fingerprint().size()).orElse(0L);
          Finding finding = inScope(key, original, replica.present());
          if (finding.isDrift()
              && original
                  .map(OriginalVersion::of)
                  .filter(v -> refused.contains(key, v))
                  .isPresent()) {
            finding = Finding.REFUSED;
          }
          boolean suspect =
              finding == Finding.EXCLUDED
                  || (finding.isDrift() && isOfUnknownAge(original, replica.present()));
          return new CheckedKey(key, finding, size, suspect, replica, original);
        });
  }

  private Finding inScope(
      ObjectKey key, Optional<PrimaryObject> original, Optional<Replica.Present> replica) {
    Membership membership = scope.membership(key, original);
    if (replica.isPresent() && membership == Membership.OUT_EVICT) {
      return Finding.EXCLUDED;
    }
    return original.isPresent() && replica.isEmpty() && membership != Membership.IN
        ? Finding.REFUSED
        : finding(original, replica);
  }

  private Finding finding(Optional<PrimaryObject> original, Optional<Replica.Present> replica) {
    if (original.isEmpty() && replica.isEmpty()) {
      return Finding.EQUAL;
    }
    if (original.isPresent()
        && replica.isPresent()
        && correct.matches(original.get(), replica.get())) {
      return Finding.EQUAL;
    }
    boolean young =
        original.map(PrimaryObject::lastModified).filter(this::isYoung).isPresent()
            || replica.map(Replica.Present::lastModified).filter(this::isYoung).isPresent();
    if (young) {
      return Finding.IN_FLIGHT;
    }
    return original.isEmpty()
        ? Finding.ORPHANED
        : replica.isEmpty() ? Finding.MISSING : Finding.STALE;
  }

  private boolean isOfUnknownAge(
      Optional<PrimaryObject> original, Optional<Replica.Present> replica) {
    if (original.isEmpty()) {
      return true;
    }
    PrimaryObject object = original.get();
    return CorrectReplica.mayBeNewer(
            object.fingerprint().etag(), object.lastModified(), clock.instant())
        || replica.filter(r -> correct.matchesExceptLabels(object, r)).isPresent();
  }

  /** The scope that the checks use. */
  ScopeCheck scope() {
    return scope;
  }

  /** Whether a change of this time is within the grace period. */
  private boolean isYoung(Instant changed) {
    return changed.isAfter(clock.instant().minus(grace));
  }

  /** Whether an object, or a replica with its time, may have changed within the grace period. */
  boolean mayBeYoung(ETag etag, Instant lastModified) {
    return isYoung(lastModified) || CorrectReplica.mayBeNewer(etag, lastModified, clock.instant());
  }
}
