package dev.understudy.lab.function;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Invokes a target at a fixed rate, as EventBridge Scheduler does with {@code rate(...)}, first one
 * interval after the start. Invocations never overlap: one that takes longer than the interval
 * delays the next. A failure is logged and not retried.
 */
public final class Schedule implements AutoCloseable {
  private static final Logger LOGGER = LogManager.getLogger(Schedule.class);

  private final String name;
  private final Supplier<Optional<String>> target;
  private final Duration interval;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  private Schedule(String name, Supplier<Optional<String>> target, Duration interval) {
    this.name = name;
    this.target = target;
    this.interval = interval;
    this.thread = new Thread(this::run, "schedule-" + name);
  }

  /**
   * Starts the first interval; the caller closes the schedule.
   *
   * @param function the caller closes it
   * @param input the JSON input of each invocation
   * @param interval above zero
   */
  public static Schedule start(FunctionHost function, String input, Duration interval) {
    return start(
        function.settings().name(),
        () ->
            function.invoke(input) instanceof InvocationResult.Failed failed
                ? Optional.of(failed.errorMessage())
                : Optional.empty(),
        interval);
  }

  /**
   * Starts the first interval; the caller closes the schedule.
   *
   * @param name of the target, for the log
   * @param target returns why it failed; empty if it did not
   * @param interval above zero
   */
  public static Schedule start(String name, Supplier<Optional<String>> target, Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("An interval must be above zero, not " + interval);
    }
    Schedule schedule = new Schedule(name, target, interval);
    schedule.thread.start();
    return schedule;
  }

  private void run() {
    while (!stopsWithin(interval)) {
      target
          .get()
          .ifPresent(
              error -> LOGGER.warn("The scheduled invocation of {} failed: {}", name, error));
    }
  }

  private boolean stopsWithin(Duration time) {
    try {
      return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Starts no further invocation and waits for the running one. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
