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
import dev.understudy.core.store.WriteResult;
import dev.understudy.core.time.Deadline;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the replica of one key equal to the primary's object as it is now. The order of its reads
 * is what makes it right (docs/architecture.md): the standby first, then the primary, then a write
 * that holds only if the standby still shows what was seen; and a look back at the primary once the
 * write is answered.
 *
 * <p>One GET asks the primary and brings the bytes (docs/decisions/0008), so a created object costs
 * four calls and an unchanged one two.
 */
final class Converge {
  /** A key rewritten faster than it can be copied is left to a fresh hint after so many rounds. */
  private static final int ROUNDS = 3;

  /** A standby without ETags is compared by ETag too (docs/replicas.md). */
  private static final CorrectReplica CORRECT = new CorrectReplica(true);

  private final Primary primary;
  private final Standby standby;
  private final Copier copier;
  private final Stamps stamps;
  private final Scope scope;

  /**
   * @param scope what is to have a replica at all
   */
  Converge(Primary primary, Standby standby, PartSettings parts, Scope scope) {
    this.primary = primary;
    this.standby = standby;
    this.scope = scope;
    this.copier = new Copier(primary, standby, parts);
    this.stamps = new Stamps(standby);
  }

  /**
   * @param deadline before which a copy that cannot be finished is handed on
   * @return what became of the key
   * @throws StoreException if a store failed, other than by refusing the object
   */
  Outcome run(ObjectKey key, Deadline deadline) {
    Optional<Refusal> refusal = KeyRules.refusal(key);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    if (!scope.holds(key)) {
      return new Outcome.Refused(Refusal.OUT_OF_SCOPE);
    }
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Optional<Outcome> outcome = round(key, deadline);
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
      return new Outcome.Restless();
    } catch (StoreException.Refused e) {
      return new Outcome.Refused(e.reason());
    }
  }

  /** Empty if somebody, on either side, was faster: then everything must be read again. */
  private Optional<Outcome> round(ObjectKey key, Deadline deadline) {
    Replica seen = standby.head(key);
    try (PrimaryRead read = primary.open(key)) {
      return read.object().isPresent()
          ? copy(seen, read, read.object().get(), deadline)
          : delete(seen, key, read.readAt());
    } catch (StoreException.Moved e) {
      return Optional.empty();
    }
  }

  private Optional<Outcome> copy(
      Replica seen, PrimaryRead read, PrimaryObject object, Deadline deadline) {
    if (seen.present().filter(replica -> CORRECT.matches(object, replica)).isPresent()) {
      return Optional.of(new Outcome.InSync());
    }
    if (seen.present().isEmpty() && scope.isTooOld(object.lastModified(), read.readAt())) {
      return Optional.of(new Outcome.Refused(Refusal.TOO_OLD));
    }
    Instant stamp = stamps.ofCopy(object, read.readAt(), seen);
    Optional<WriteResult> result = copier.copy(object, read, seen.condition(), stamp, deadline);
    if (result.isEmpty()) {
      return Optional.of(new Outcome.Continued());
    }
    boolean settled =
        result.get() == WriteResult.WRITTEN
            && primary.head(object.key()).equals(Optional.of(object));
    return settled
        ? Optional.of(new Outcome.Copied(object.fingerprint().size()))
        : Optional.empty();
  }

  private Optional<Outcome> delete(Replica seen, ObjectKey key, Instant readAt) {
    if (seen.present().isEmpty()) {
      return Optional.of(new Outcome.InSync());
    }
    standby.delete(key, stamps.ofDelete(key, readAt, seen));
    return primary.head(key).isEmpty() ? Optional.of(new Outcome.Deleted()) : Optional.empty();
  }
}
