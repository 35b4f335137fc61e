package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks several at a time and never outlives its caller: when the time is up no further task
 * is begun, the connections of the others are broken, and their threads are waited for. A request
 * left running would go on when Lambda thaws the environment, hours later, as a write that nobody
 * remembers.
 */
final class TaskPool {
  private final int atOnce;
  private final Runnable breakConnections;

  /**
   * @param atOnce how many tasks run at a time
   * @param breakConnections ends every call under way, whichever thread waits for it
   */
  TaskPool(int atOnce, Runnable breakConnections) {
    this.atOnce = atOnce;
    this.breakConnections = breakConnections;
  }

  /** Returns when every task has ended or was never begun, because the time was up. */
  void run(Collection<Runnable> tasks, Deadline deadline) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(atOnce, tasks.size())));
    for (Runnable task : tasks) {
      threads.execute(
          () -> {
            if (!deadline.isPassed()) {
              task.run();
            }
          });
    }
    threads.shutdown();
    while (!ended(threads, deadline.left())) {
      breakConnections.run();
      // However long it takes: the alternative is to return with a request on the wire.
      ended(threads, Duration.ofSeconds(1));
    }
  }

  private static boolean ended(ExecutorService threads, Duration patience) {
    try {
      return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a handler", e);
    }
  }
}
