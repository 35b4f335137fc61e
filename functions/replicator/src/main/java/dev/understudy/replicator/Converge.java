package dev.understudy.replicator;

import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.object.HeldLabels;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.Scope;
import dev.understudy.core.object.Scope.Membership;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Makes the replica of one key equal to the primary's current object. The order of the calls makes
 * this correct (docs/architecture.md): HEAD the standby, GET the primary, write under the condition
 * that the standby is unchanged, and HEAD the primary to confirm that the object did not change
 * meanwhile. {@link BothSides} sends the first two at the same time where their order does not
 * matter.
 *
 * <p>One GET reads both the primary's state and the bytes (docs/decisions/0008). A created object
 * therefore costs four calls, an unchanged one two.
 */
final class Converge {
  /** After this many rounds a key that keeps changing gets a fresh hint instead. */
  private static final int ROUNDS = 3;

  private final Primary primary;
  private final Standby standby;
  private final Copier copier;
  private final Stamps stamps;
  private final ScopeSource scopes;
  private final Deletions deletions;
  private final long reusableBytes;
  private final Dialect dialect;
  private final CorrectReplica correct;
  private final BothSides sides;

  /**
   * @param scopes the objects that may have a replica
   * @param labels what the standby holds of an object's labels
   * @param dialect what else the standby supports
   */
  Converge(
      Primary primary,
      Standby standby,
      PartSettings parts,
      ScopeSource scopes,
      HeldLabels labels,
      Dialect dialect) {
    this.primary = primary;
    this.standby = standby;
    this.scopes = scopes;
    this.reusableBytes = parts.reusableBytes();
    this.dialect = dialect;
    this.copier = new Copier(primary, standby, parts, dialect.supports(Feature.GIVEN_ETAGS));
    this.stamps = new Stamps(standby);
    // By ETag in each dialect: most replicas have a comparable one (docs/replicas.md).
    this.correct = new CorrectReplica(true, labels);
    this.sides = new BothSides(primary, standby, correct);
    this.deletions = new Deletions(primary, standby, sides, scopes, dialect);
  }

  /** A converge that shares its invocation with no other. */
  Outcome run(ObjectKey key, Deadline deadline) {
    return run(key, new Transfers(deadline, Bandwidth.UNLIMITED));
  }

  /**
   * @param transfers the copies of the invocation. An unfinished copy stops at their deadline, for
   *     another invocation to resume
   * @return the outcome of the key
   * @throws StoreException if a store failed, except by refusing the object
   */
  Outcome run(ObjectKey key, Transfers transfers) {
    return run(key, transfers, false);
  }

  /**
   * As {@link #run}, for a hint that no change caused. A replica that a HEAD shows equal, but whose
   * bytes cannot be read, is written anew.
   */
  Outcome repair(ObjectKey key, Transfers transfers) {
    Outcome outcome = run(key, transfers);
    return outcome instanceof Outcome.InSync && !standby.isReadable(key)
        ? run(key, transfers, true)
        : outcome;
  }

  private Outcome run(ObjectKey key, Transfers transfers, boolean evenIfEqual) {
    Optional<Refusal> refusal = dialect.refusal(key);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    try {
      for (int round = 0; round < ROUNDS; round++) {
        boolean together = round == 0 && !evenIfEqual && deletions.areOrdered(key);
        Optional<Outcome> outcome =
            round(key, new Round(transfers, evenIfEqual, together, round == ROUNDS - 1));
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
      return new Outcome.Restless();
    } catch (StoreException.Refused e) {
      return (e.reason() == Refusal.ARCHIVED
              ? deletions.ofArchived(key)
              : Optional.<Outcome>empty())
          .orElseGet(() -> new Outcome.Refused(e.reason()));
    }
  }

  /**
   * One round.
   *
   * @param evenIfEqual whether an equal replica is written anew
   * @param together whether both sides are read at the same time
   */
  private record Round(
      Transfers transfers, boolean evenIfEqual, boolean together, boolean isLast) {}

  /** Empty if the object or its replica changed meanwhile, so that both must be read again. */
  private Optional<Outcome> round(ObjectKey key, Round round) {
    BiFunction<Replica, PrimaryRead, Optional<Outcome>> decision =
        (seen, read) ->
            read.object().isPresent()
                ? decide(seen, read, read.object().get(), round)
                : deletions.ofMissing(key, read.readAt(), seen);
    Scope scope = scopes.current(primary);
    try {
      if (!scope.holds(key)) {
        return deletions
            .excludedReplica(scope, key)
            .map(seen -> sides.after(seen, key, decision))
            .orElseGet(() -> scope.refusal(key).map(Outcome.Refused::new));
      }
      return round.together ? sides.together(key, decision) : sides.inOrder(key, decision);
    } catch (StoreException.Moved e) {
      return Optional.empty();
    }
  }

  /**
   * The scope is the one in force after both sides are read. An existing replica is kept current
   * although its object is outside, unless the filter evicts it. That depends on the order of the
   * reads if the key is in scope: the replica may be of a later state, with the object in scope.
   */
  private Optional<Outcome> decide(
      Replica seen, PrimaryRead read, PrimaryObject original, Round round) {
    Scope scope = scopes.current(primary);
    Membership membership = scope.membership(original.properties(), read.readAt());
    Optional<Replica.Present> replica = seen.present();
    if (membership == Membership.OUT_EVICT && replica.isPresent()) {
      return round.together && scope.holds(original.key())
          ? Optional.empty()
          : deletions.ofExcluded(original, read.readAt(), replica.get());
    }
    return membership == Membership.IN || (replica.isPresent() && scope.holds(original.key()))
        ? copy(seen, read, original, round)
        : scope.refusal(original.properties(), read.readAt()).map(Outcome.Refused::new);
  }

  private Optional<Outcome> copy(
      Replica seen, PrimaryRead read, PrimaryObject original, Round round) {
    HeldLabels.Held held = correct.labels().of(original.fingerprint().attributes());
    PrimaryObject object = original.with(held.attributes());
    Optional<Outcome.LeftOut> leftOut = Outcome.LeftOut.of(original, held);
    if (!round.evenIfEqual
        && seen.present().filter(replica -> correct.matches(object, replica)).isPresent()) {
      return Optional.of(new Outcome.InSync(leftOut));
    }
    Optional<Outcome> refused = dialect.refusal(object).map(why -> refused(why, original));
    if (refused.isPresent()) {
      return refused;
    }
    ReplicaParts replica =
        ReplicaParts.of(standby, object, seen, round.evenIfEqual ? Long.MAX_VALUE : reusableBytes);
    try {
      Instant stamp = stamps.ofCopy(object, read.readAt(), seen);
      CopyResult result =
          copier.copy(object, read, replica, seen.condition(), stamp, round.transfers);
      if (result == CopyResult.CONDITION_FAILED && round.isLast) {
        requireVisible(seen, object.key());
      }
      return outcome(result, original, replica.written(leftOut));
    } catch (StoreException.Refused e) {
      return Optional.of(refused(e.reason(), original));
    }
  }

  private static Outcome refused(Refusal why, PrimaryObject original) {
    return new Outcome.Refused(why, Optional.of(original));
  }

  /**
   * @throws StoreException.Refused if the standby rejects the creation of a key that it shows as
   *     absent, as SeaweedFS does for a key whose name is a folder there
   */
  private void requireVisible(Replica seen, ObjectKey key) {
    if (!dialect.supports(Feature.KEYS_BELOW_OBJECTS)
        && seen.present().isEmpty()
        && standby.head(key).present().isEmpty()) {
      throw new StoreException.Refused(
          Refusal.KEY_NOT_ACCEPTED, "The standby holds a key below " + key, null);
    }
  }

  private Optional<Outcome> outcome(CopyResult result, PrimaryObject original, Outcome written) {
    return switch (result) {
      case WRITTEN -> sides.isCurrent(original) ? Optional.of(written) : Optional.empty();
      case CONDITION_FAILED -> Optional.empty();
      case CONTINUED -> Optional.of(new Outcome.Continued());
      case IN_PROGRESS -> Optional.of(new Outcome.InProgress());
      case OUT_OF_TIME ->
          Optional.of(new Outcome.OutOfTime("The object does not fit into the time that is left"));
    };
  }
}
