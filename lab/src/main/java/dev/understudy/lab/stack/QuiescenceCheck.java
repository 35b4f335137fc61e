package dev.understudy.lab.stack;

import dev.understudy.lab.queue.Backlog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Detects that every change made so far has been replicated.
 *
 * @param sent whether the event notifications of all changes have been sent
 * @param backlog the messages in the queues
 * @param needed how long both must be empty; a real server may hold events or messages that it does
 *     not count yet
 */
record QuiescenceCheck(BooleanSupplier sent, Supplier<Backlog> backlog, Duration needed) {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  /** Waits until the stack is quiet; false if it is not within the limit. */
  boolean await(Duration limit, Consumer<Backlog> progress) {
    long end = System.nanoTime() + limit.toNanos();
    long since = System.nanoTime();
    while (System.nanoTime() < end) {
      // The order matters: an event that is sent between the two reads is in the queue by the
      // second.
      boolean allSent = sent.getAsBoolean();
      Backlog left = backlog.get();
      progress.accept(left);
      if (!allSent || !left.isEmpty()) {
        since = System.nanoTime();
      } else if (System.nanoTime() - since >= needed.toNanos()) {
        return true;
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return false;
  }
}
