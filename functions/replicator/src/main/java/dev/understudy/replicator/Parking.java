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
import org.jspecify.annotations.Nullable;

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

  /** The decisions of one invocation. Used by one thread. */
  Decisions during(Invocation invocation) {
    return new Decisions(invocation);
  }

  /** Decides for the messages of one invocation. Checks both stores at most once. */
  final class Decisions {
    private final Invocation invocation;
    private @Nullable Boolean healthy;

    private Decisions(Invocation invocation) {
      this.invocation = invocation;
    }

    /** The reason to park a message that failed, or empty if it should be retried. */
    Optional<String> reason(QueueMessage message, Outcome.Unsettled failure) {
      if (failure instanceof Outcome.OutOfTime) {
        return Optional.empty();
      }
      if (failure instanceof Outcome.Corrupt && message.receiveCount() >= CORRUPT_RECEIVES) {
        return Optional.of("Corrupt: " + failure.cause());
      }
      return message.receiveCount() > maxReceives && bothStoresAreHealthy()
          ? Optional.of(
              "Still failing after %d receives: %s"
                  .formatted(message.receiveCount(), failure.cause()))
          : Optional.empty();
    }

    /** Copies the message to the dead-letter queue. Returns false if that is not certain. */
    boolean park(QueueMessage message, String reason) {
      String printable = PrintableText.of(reason);
      if (invocation.deadline().isPassed() || !queue.park(message, printable)) {
        return false;
      }
      telemetry.parked(message, printable, invocation.requestId());
      return true;
    }

    private boolean bothStoresAreHealthy() {
      Boolean known = healthy;
      if (known == null) {
        known = areHealthyBefore(invocation.deadline());
        healthy = known;
      }
      return known;
    }
  }

  private boolean areHealthyBefore(Deadline deadline) {
    AtomicBoolean result = new AtomicBoolean();
    if (!deadline.isPassed()) {
      pool.run(List.of(() -> result.set(areHealthy())), deadline);
    }
    return result.get();
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
