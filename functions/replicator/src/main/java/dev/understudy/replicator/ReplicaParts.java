package dev.understudy.replicator;

import dev.understudy.core.object.ETag;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The bytes of the replica that a write replaces, for the parts of the new one. If only labels
 * changed, the standby copies these bytes itself, and none are sent (docs/decisions/0016). Safe for
 * several threads.
 */
final class ReplicaParts {
  private final Standby standby;
  private final PrimaryObject object;

  /** The replica's ETag, if the standby may copy its bytes. */
  private final Optional<ETag> replica;

  private final AtomicBoolean usable;

  private ReplicaParts(Standby standby, PrimaryObject object, Optional<ETag> replica) {
    this.standby = standby;
    this.object = object;
    this.replica = replica;
    this.usable = new AtomicBoolean(replica.isPresent());
  }

  /**
   * The parts for a write of this object.
   *
   * @param seen the standby's state before the primary was read
   * @param minBytes the size from which they are used
   */
  static ReplicaParts of(Standby standby, PrimaryObject object, Replica seen, long minBytes) {
    Optional<ETag> replica =
        seen.present()
            .filter(r -> CorrectReplica.hasSameBytes(object, r))
            .filter(r -> object.fingerprint().size() >= minBytes)
            // MinIO accepts no multipart upload for such a key.
            .filter(r -> !object.key().value().endsWith("/"))
            .map(r -> r.fingerprint().etag());
    return new ReplicaParts(standby, object, replica);
  }

  /** Whether the bytes are the original's and the standby has copied every part so far. */
  boolean usable() {
    return usable.get();
  }

  /** The outcome of the write, once it has succeeded. */
  Outcome written(Optional<Outcome.LeftOut> leftOut) {
    long bytes = object.fingerprint().size();
    return usable() ? new Outcome.Relabeled(bytes, leftOut) : new Outcome.Copied(bytes, leftOut);
  }

  /**
   * Copies a part on the standby. After the first one that cannot be copied, no other is tried.
   *
   * @return empty if the bytes must be sent
   */
  Optional<Standby.Part> copy(String upload, PartLayout.Part part) {
    if (!usable.get()) {
      return Optional.empty();
    }
    Optional<Standby.Part> stored =
        standby.copyPart(
            object.key(), upload, part.number(), part.from(), part.length(), replica.orElseThrow());
    if (stored.isEmpty()) {
      usable.set(false);
    }
    return stored;
  }
}
