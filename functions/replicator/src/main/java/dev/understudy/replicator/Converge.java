package dev.understudy.replicator;

import dev.understudy.core.object.KeyRules;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.object.Scope;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the replica of one key equal to the primary's current object. The order of the calls makes
 * this correct (docs/architecture.md): HEAD the standby, GET the primary, then write under the
 * condition that the standby is unchanged. A final HEAD of the primary confirms that the object did
 * not change meanwhile.
 *
 * <p>One GET reads both the primary's state and the bytes (docs/decisions/0008). A created object
 * therefore costs four calls, an unchanged one two.
 */
final class Converge {
  /** After this many rounds a key that keeps changing gets a fresh hint instead. */
  private static final int ROUNDS = 3;

  /** A standby without ETags is compared by ETag too (docs/replicas.md). */
  private static final CorrectReplica CORRECT = new CorrectReplica(true);

  private final Primary primary;
  private final Standby standby;
  private final Copier copier;
  private final Stamps stamps;
  private final Scope scope;

  /**
   * @param scope the objects that may have a replica
   */
  Converge(Primary primary, Standby standby, PartSettings parts, Scope scope) {
    this.primary = primary;
    this.standby = standby;
    this.scope = scope;
    this.copier = new Copier(primary, standby, parts);
    this.stamps = new Stamps(standby);
  }

  /** A converge that shares its invocation with no other. */
  Outcome run(ObjectKey key, Deadline deadline) {
    return run(key, new Transfers(deadline));
  }

  /**
   * @param transfers the copies of the invocation. An unfinished copy stops at their deadline, for
   *     another invocation to resume
   * @return the outcome of the key
   * @throws StoreException if a store failed, except by refusing the object
   */
  Outcome run(ObjectKey key, Transfers transfers) {
    Optional<Refusal> refusal = KeyRules.refusal(key);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    if (!scope.holds(key)) {
      return new Outcome.Refused(Refusal.OUT_OF_SCOPE);
    }
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Optional<Outcome> outcome = round(key, transfers);
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
      return new Outcome.Restless();
    } catch (StoreException.Refused e) {
      return new Outcome.Refused(e.reason());
    }
  }

  /** Empty if the object or its replica changed meanwhile, so that both must be read again. */
  private Optional<Outcome> round(ObjectKey key, Transfers transfers) {
    Replica seen = standby.head(key);
    try (PrimaryRead read = primary.open(key)) {
      return read.object().isPresent()
          ? copy(seen, read, read.object().get(), transfers)
          : delete(seen, key, read.readAt());
    } catch (StoreException.Moved e) {
      return Optional.empty();
    }
  }

  private Optional<Outcome> copy(
      Replica seen, PrimaryRead read, PrimaryObject object, Transfers transfers) {
    if (seen.present().filter(replica -> CORRECT.matches(object, replica)).isPresent()) {
      return Optional.of(new Outcome.InSync());
    }
    if (seen.present().isEmpty() && scope.isTooOld(object.lastModified(), read.readAt())) {
      return Optional.of(new Outcome.Refused(Refusal.TOO_OLD));
    }
    Instant stamp = stamps.ofCopy(object, read.readAt(), seen);
    CopyResult result;
    try {
      result = copier.copy(object, read, seen.condition(), stamp, transfers);
    } catch (StoreException.Refused e) {
      return Optional.of(new Outcome.Refused(e.reason(), Optional.of(object)));
    }
    return switch (result) {
      case WRITTEN ->
          primary.head(object.key()).equals(Optional.of(object))
              ? Optional.of(new Outcome.Copied(object.fingerprint().size()))
              : Optional.empty();
      case CONDITION_FAILED -> Optional.empty();
      case CONTINUED -> Optional.of(new Outcome.Continued());
      case IN_PROGRESS -> Optional.of(new Outcome.InProgress());
      case OUT_OF_TIME ->
          Optional.of(new Outcome.OutOfTime("The object does not fit into the time that is left"));
    };
  }

  private Optional<Outcome> delete(Replica seen, ObjectKey key, Instant readAt) {
    if (seen.present().isEmpty()) {
      return Optional.of(new Outcome.InSync());
    }
    standby.delete(key, stamps.ofDelete(key, readAt, seen));
    return primary.head(key).isEmpty() ? Optional.of(new Outcome.Deleted()) : Optional.empty();
  }
}
