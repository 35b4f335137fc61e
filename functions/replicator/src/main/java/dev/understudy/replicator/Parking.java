package dev.understudy.replicator;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.queue.PrintableText;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides which messages need an operator and moves them to the dead-letter queue. A message that
 * fails while a store is down is never parked, however often it was received: an outage would
 * otherwise empty the queue.
 */
final class Parking {
  /** Damaged bytes are read a second time before the message is parked. */
  private static final int CORRUPT_RECEIVES = 2;

  private final HintQueue queue;
  private final StoreConnections stores;
  private final OutcomeTelemetry telemetry;
  private final TaskPool pool;
  private final int maxReceives;

  /**
   * @param maxReceives the number of receives after which a failing message is parked, if both
   *     stores are healthy
   */
  Parking(
      HintQueue queue,
      StoreConnections stores,
      OutcomeTelemetry telemetry,
      TaskPool pool,
      int maxReceives) {
    this.queue = queue;
    this.stores = stores;
    this.telemetry = telemetry;
    this.pool = pool;
    this.maxReceives = maxReceives;
  }

  /** The reason to park a message that failed, or empty if it should be retried. */
  Optional<String> reason(QueueMessage message, Outcome.Unsettled failure, Invocation invocation) {
    if (failure instanceof Outcome.Corrupt && message.receiveCount() >= CORRUPT_RECEIVES) {
      return Optional.of("Corrupt: " + failure.cause());
    }
    boolean hopeless =
        message.receiveCount() > maxReceives
            && !invocation.deadline().isPassed()
            && bothStoresAreHealthy(invocation.deadline());
    return hopeless
        ? Optional.of(
            "Still failing after %d receives: %s"
                .formatted(message.receiveCount(), failure.cause()))
        : Optional.empty();
  }

  /** Copies the message to the dead-letter queue. Returns false if that is not certain. */
  boolean park(QueueMessage message, String reason, Invocation invocation) {
    if (invocation.deadline().isPassed() || !queue.park(message, PrintableText.of(reason))) {
      return false;
    }
    telemetry.parked(message, reason, invocation.requestId());
    return true;
  }

  private boolean bothStoresAreHealthy(Deadline deadline) {
    AtomicBoolean healthy = new AtomicBoolean();
    pool.run(List.of(() -> healthy.set(areHealthy())), deadline);
    return healthy.get();
  }

  private boolean areHealthy() {
    try {
      stores.current().requireHealthy();
      return true;
    } catch (StoreException | ConfigurationException e) {
      return false;
    }
  }
}
