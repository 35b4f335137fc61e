package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks several at a time and never outlives its caller: when the time is up no further task
 * is begun, the connections of the others are broken, and their threads are waited for. A request
 * left running would go on when Lambda thaws the environment, hours later, as a write that nobody
 * remembers.
 */
final class TaskPool {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor threads;
  private final Runnable breakConnections;

  /**
   * @param atOnce how many tasks run at a time
   * @param breakConnections ends every call under way, whichever thread waits for it
   */
  TaskPool(int atOnce, Runnable breakConnections) {
    // Kept from one invocation to the next: eight new threads for ten small objects, each with a
    // random generator of its own to seed, took a tenth of the CPU time.
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            TaskPool::thread);
    this.threads.allowCoreThreadTimeOut(true);
    this.breakConnections = breakConnections;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "converge");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns when every task has ended or was never begun, because the time was up. */
  void run(Collection<Runnable> tasks, Deadline deadline) {
    CountDownLatch open = new CountDownLatch(tasks.size());
    for (Runnable task : tasks) {
      threads.execute(
          () -> {
            try {
              if (!deadline.isPassed()) {
                task.run();
              }
            } finally {
              open.countDown();
            }
          });
    }
    while (!ended(open, deadline.left())) {
      breakConnections.run();
      // However long it takes: the alternative is to return with a request on the wire.
      ended(open, Duration.ofSeconds(1));
    }
  }

  private static boolean ended(CountDownLatch open, Duration patience) {
    try {
      return open.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a handler", e);
    }
  }
}
