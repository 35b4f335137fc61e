package dev.understudy.core.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long there is to work: until the end of the invocation, less what it takes to stop in order.
 */
public final class Deadline {
  private final LongSupplier remainingMillis;
  private final Duration guard;

  /**
   * @param remainingMillis until the invocation is ended by force
   * @param guard how long before that all work must have stopped
   */
  public Deadline(LongSupplier remainingMillis, Duration guard) {
    this.remainingMillis = remainingMillis;
    this.guard = guard;
  }

  /** Time left to work in, never negative. */
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
