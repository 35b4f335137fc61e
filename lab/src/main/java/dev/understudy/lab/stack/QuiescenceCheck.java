package dev.understudy.lab.stack;

import dev.understudy.lab.queue.Backlog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Knows when every change made so far has been worked off.
 *
 * @param sent whether each of them has been told to the queue
 * @param backlog what is in the queue
 * @param needed how long it must look so; a real server may know of an event, or of a message, that
 *     it does not count yet
 */
record QuiescenceCheck(BooleanSupplier sent, Supplier<Backlog> backlog, Duration needed) {
  private static final Duration LOOK = Duration.ofMillis(50);

  /** False if it was not quiet by the limit. */
  boolean await(Duration limit, Consumer<Backlog> progress) {
    long end = System.nanoTime() + limit.toNanos();
    long since = System.nanoTime();
    while (System.nanoTime() < end) {
      // In this order: what is sent between the two looks is in the queue by the second.
      boolean allSent = sent.getAsBoolean();
      Backlog left = backlog.get();
      progress.accept(left);
      if (!allSent || !left.isEmpty()) {
        since = System.nanoTime();
      } else if (System.nanoTime() - since >= needed.toNanos()) {
        return true;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return false;
  }
}
