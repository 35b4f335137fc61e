package dev.understudy.reconciler;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Distinguishes a key that a store cannot or will not show from a store that has failed. The former
 * costs that key, the latter ends the run. Safe for several threads.
 */
final class UnreadableKeys {
  /** This many unreadable keys in a row mean that the store has failed, not its keys. */
  static final int MAX_IN_A_ROW = 20;

  private final Standby standby;
  private final RefusedKeys refused;
  private final AtomicInteger inARow = new AtomicInteger();

  UnreadableKeys(Standby standby, RefusedKeys refused) {
    this.standby = standby;
    this.refused = refused;
  }

  /**
   * The replica of a key, for a check that {@link #check} runs. The standby's files of one replica
   * may be damaged: MinIO then answers with a 5xx for this key.
   *
   * @throws UnreadableReplica if the standby fails for this key and answers for another
   */
  Replica head(ObjectKey key) {
    try {
      return standby.head(key);
    } catch (StoreException.Unavailable e) {
      if (e.isServerError()) {
        standby.head(ReservedKeys.STANDBY_CHECK);
        throw new UnreadableReplica(e);
      }
      throw e;
    }
  }

  private static final class UnreadableReplica extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final StoreException failure;

    UnreadableReplica(StoreException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  /**
   * Runs the check of a key.
   *
   * @throws StoreException if a store has failed, as opposed to refusing the key
   */
  CheckedKey check(ObjectKey key, Callable<CheckedKey> check) {
    Finding finding;
    try {
      CheckedKey result = check.call();
      inARow.set(0);
      return result;
    } catch (StoreException.Refused e) {
      finding = Finding.REFUSED;
    } catch (StoreException.Unavailable e) {
      if (!e.isClientError()) {
        throw e;
      }
      finding = refusedOrUnreadable(key, e);
    } catch (UnreadableReplica e) {
      finding = refusedOrUnreadable(key, e.failure);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new CheckedKey(key, finding, 0, false, new Replica.Absent(), Optional.empty());
  }

  private Finding refusedOrUnreadable(ObjectKey key, StoreException failure) {
    if (refused.contains(key)) {
      return Finding.REFUSED;
    }
    if (inARow.incrementAndGet() >= MAX_IN_A_ROW) {
      throw failure;
    }
    return Finding.UNREADABLE;
  }
}
