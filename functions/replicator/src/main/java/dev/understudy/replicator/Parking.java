package dev.understudy.replicator;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides which messages a person must look at and moves them to the dead-letter queue. A message
 * that fails while a store is down is no such case, however often it has been received: else an
 * outage would empty the queue.
 */
final class Parking {
  /** Damaged bytes are read once more before somebody is asked. */
  private static final int CORRUPT_RECEIVES = 2;

  private final HintQueue queue;
  private final StoreConnections stores;
  private final OutcomeTelemetry signals;
  private final TaskPool pool;
  private final int manyReceives;

  /**
   * @param manyReceives after how many receives a failure is hopeless if both stores are well
   */
  Parking(
      HintQueue queue,
      StoreConnections stores,
      OutcomeTelemetry signals,
      TaskPool pool,
      int manyReceives) {
    this.queue = queue;
    this.stores = stores;
    this.signals = signals;
    this.pool = pool;
    this.manyReceives = manyReceives;
  }

  /** Why a message that failed must be parked, or empty if it should be tried again. */
  Optional<String> reason(QueueMessage message, Outcome.Unsettled failure, Invocation invocation) {
    if (failure instanceof Outcome.Corrupt && message.receiveCount() >= CORRUPT_RECEIVES) {
      return Optional.of("Corrupt: " + failure.cause());
    }
    boolean hopeless =
        message.receiveCount() > manyReceives
            && !invocation.deadline().isPassed()
            && bothStoresAreWell(invocation.deadline());
    return hopeless
        ? Optional.of(
            "Still failing after %d receives: %s"
                .formatted(message.receiveCount(), failure.cause()))
        : Optional.empty();
  }

  /** Copies the message to the dead-letter queue. False if it may not be there. */
  boolean park(QueueMessage message, String reason, Invocation invocation) {
    if (invocation.deadline().isPassed() || !queue.park(message, reason)) {
      return false;
    }
    signals.parked(message, reason, invocation.requestId());
    return true;
  }

  private boolean bothStoresAreWell(Deadline deadline) {
    AtomicBoolean well = new AtomicBoolean();
    pool.run(List.of(() -> well.set(areWell())), deadline);
    return well.get();
  }

  private boolean areWell() {
    try {
      stores.current().requireWell();
      return true;
    } catch (StoreException | ConfigurationException e) {
      return false;
    }
  }
}
