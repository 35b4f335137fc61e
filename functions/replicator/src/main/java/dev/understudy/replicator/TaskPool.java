package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks, several at a time, and never outlives its caller. When the time is up it begins no
 * further task. The others may still record what they have. At the hard stop it breaks their
 * connections and waits for their threads. Lambda would otherwise resume a request left running
 * when it thaws the environment, hours later, as a forgotten write.
 */
final class TaskPool {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor threads;
  private final Runnable breakConnections;

  /**
   * @param parallel the number of tasks that run at a time
   * @param breakConnections ends every call in progress, in whichever thread
   */
  TaskPool(int parallel, Runnable breakConnections) {
    // Threads are kept between invocations. Eight new threads for ten small objects, each seeding
    // its own random generator, took a tenth of the CPU time.
    this.threads =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            TaskPool::thread);
    this.threads.allowCoreThreadTimeOut(true);
    this.breakConnections = breakConnections;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "converge");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns once every task has ended, or was skipped because the time was up. */
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
    while (!ended(open, deadline.untilHardStop())) {
      breakConnections.run();
      // There is no upper bound, because returning would leave a request in progress.
      ended(open, Duration.ofSeconds(1));
    }
  }

  private static boolean ended(CountDownLatch open, Duration timeout) {
    try {
      return open.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for tasks", e);
    }
  }
}
