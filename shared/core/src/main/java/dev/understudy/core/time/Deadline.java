package dev.understudy.core.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that is left for work: until the end of the invocation, minus a guard time for an
 * orderly stop.
 */
public final class Deadline {
  private final LongSupplier remainingMillis;
  private final Duration guard;

  /**
   * @param remainingMillis the milliseconds until Lambda ends the invocation
   * @param guard the time before that by which all work must have stopped
   */
  public Deadline(LongSupplier remainingMillis, Duration guard) {
    this.remainingMillis = remainingMillis;
    this.guard = guard;
  }

  /** The time left, never negative. */
  public Duration left() {
    Duration left = Duration.ofMillis(remainingMillis.getAsLong()).minus(guard);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Time until half of the guard has passed, never negative: requests still under way are then
   * ended by force, so that the other half suffices to stop in order.
   */
  public Duration untilHardStop() {
    Duration left = Duration.ofMillis(remainingMillis.getAsLong()).minus(guard.dividedBy(2));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether no time is left. */
  public boolean isPassed() {
    return left().isZero();
  }
}
