package dev.understudy.replicator;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.CorrectReplica;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Reads a key on both sides, and decides on what it read. The decision may rely on the order: the
 * primary's object is not older than the standby's state (docs/stamps.md).
 */
final class BothSides {
  private final Primary primary;
  private final Standby standby;
  private final CorrectReplica correct;

  BothSides(Primary primary, Standby standby, CorrectReplica correct) {
    this.primary = primary;
    this.standby = standby;
    this.correct = correct;
  }

  /** Reads the standby, then the primary. */
  <T> T inOrder(ObjectKey key, BiFunction<Replica, PrimaryRead, T> decision) {
    return after(standby.head(key), key, decision);
  }

  /**
   * Reads both at the same time, and the primary once more if the order matters. Only for a standby
   * that orders writes by their time.
   */
  <T> T together(ObjectKey key, BiFunction<Replica, PrimaryRead, T> decision) {
    AtomicReference<Replica> head = new AtomicReference<>();
    Replica seen;
    try (PrimaryRead read = primary.open(key, () -> head.set(standby.head(key)))) {
      seen = requireNonNull(head.get());
      if (isOrderIrrelevant(seen, read)) {
        return decision.apply(seen, read);
      }
    }
    return after(seen, key, decision);
  }

  /** Reads the primary, after the standby has shown {@code seen}. */
  <T> T after(Replica seen, ObjectKey key, BiFunction<Replica, PrimaryRead, T> decision) {
    try (PrimaryRead read = primary.open(key)) {
      return decision.apply(seen, read);
    }
  }

  /**
   * Whether the primary still has the object that a write was decided on. If it was deleted since
   * the GET, the hint of the deletion may have found no replica, because the write had not landed
   * (docs/decisions/0019).
   */
  boolean isCurrent(PrimaryObject original) {
    return primary.head(original.key()).equals(Optional.of(original));
  }

  /**
   * Whether the same follows if the standby was read after the primary: both sides are equal, or
   * the replica is older than the read. A change of labels alone keeps the time of the object, so
   * it always depends on the order.
   */
  private boolean isOrderIrrelevant(Replica seen, PrimaryRead read) {
    Optional<PrimaryObject> original = read.object();
    Optional<Replica.Present> replica = seen.present();
    if (original.isEmpty() && replica.isEmpty()) {
      return true;
    }
    if (original.isPresent()
        && replica.filter(r -> CorrectReplica.hasSameBytes(original.get(), r)).isPresent()) {
      return correct.matches(original.get(), replica.get());
    }
    return Stamps.isNotLater(seen, read.readAt());
  }
}
