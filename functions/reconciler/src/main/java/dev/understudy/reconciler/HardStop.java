package dev.understudy.reconciler;

import dev.understudy.core.time.Deadline;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Breaks a run's connections when half of the deadline's guard has passed, so that a silent store
 * cannot keep the run from ending in order. Closing cancels it.
 */
final class HardStop implements AutoCloseable {
  private final ScheduledExecutorService timer;
  private volatile boolean fired;

  private HardStop(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /**
   * @param disconnect ends every request under way, in whichever thread
   */
  static HardStop at(Deadline deadline, Runnable disconnect) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "hard-stop");
              thread.setDaemon(true);
              return thread;
            });
    HardStop stop = new HardStop(timer);
    var unused =
        timer.schedule(
            () -> {
              stop.fired = true;
              disconnect.run();
            },
            deadline.untilHardStop().toMillis(),
            TimeUnit.MILLISECONDS);
    return stop;
  }

  /** Whether it has broken the connections. */
  boolean hasFired() {
    return fired;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
