package dev.understudy.lab.function;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Invokes a function again and again, as EventBridge Scheduler does with {@code rate(...)}: the
 * first time one interval after the start. Never two at a time: an invocation that takes longer
 * than the interval makes the next one late. What fails is logged and not tried again before its
 * next turn.
 */
public final class Schedule implements AutoCloseable {
  private static final Logger LOGGER = LogManager.getLogger(Schedule.class);

  private final FunctionHost function;
  private final String input;
  private final Duration interval;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  private Schedule(FunctionHost function, String input, Duration interval) {
    this.function = function;
    this.input = input;
    this.interval = interval;
    this.thread = new Thread(this::run, "schedule-" + function.settings().name());
  }

  /**
   * Starts to count the first interval at once.
   *
   * @param function not closed by the schedule
   * @param input the JSON that each invocation gets
   * @param interval above zero
   */
  public static Schedule start(FunctionHost function, String input, Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("An interval is above zero, not " + interval);
    }
    Schedule schedule = new Schedule(function, input, interval);
    schedule.thread.start();
    return schedule;
  }

  private void run() {
    while (!stopsWithin(interval)) {
      InvocationResult result = function.invoke(input);
      if (result instanceof InvocationResult.Failed failed) {
        LOGGER.warn(
            "The scheduled {} failed: {}", function.settings().name(), failed.errorMessage());
      }
    }
  }

  private boolean stopsWithin(Duration time) {
    try {
      return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Invokes no more, and returns when an invocation under way has ended. */
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
