package dev.understudy.core.time;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A rate that several threads share. Each amount is charged before it is used, and waits until the
 * rate has produced it, in the order of the charges. Safe for several threads.
 *
 * <p>In any time t, the amounts that become usable are at most rate x (t + 2 x {@link #DEPTH}), and
 * one amount more. The bucket is this shallow because each execution environment has its own, and
 * the number of environments has no limit: time in which an environment was idle must earn nothing.
 */
public final class TokenBucket {
  /** Shorter waits are left to the next charge, and a thread that wakes up late loses no rate. */
  static final Duration DEPTH = Duration.ofMillis(10);

  private static final long DEPTH_NANOS = DEPTH.toNanos();

  /** A century, so that no sum overflows. */
  private static final double MAX_NANOS = 3.2e18;

  private final DoubleSupplier perSecond;
  private final LongSupplier nanoTime;
  private long chargedUntil;

  /**
   * @param perSecond the current rate, above 0; infinite for no limit. Asked at each charge
   * @param nanoTime as {@link System#nanoTime}
   */
  public TokenBucket(DoubleSupplier perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.chargedUntil = nanoTime.getAsLong();
  }

  /**
   * Charges an amount.
   *
   * @return the nanoseconds after which it may be used
   */
  public long charge(long amount) {
    return charge(amount, Long.MAX_VALUE).orElseThrow();
  }

  /**
   * Charges an amount, unless it could be used only later than in this time.
   *
   * @return the nanoseconds after which it may be used; empty if nothing was charged
   */
  public synchronized OptionalLong charge(long amount, long maxNanos) {
    long now = nanoTime.getAsLong();
    long ahead = Math.max(chargedUntil - now, -DEPTH_NANOS);
    long wait = ahead + (long) Math.min(MAX_NANOS, amount * 1e9 / perSecond.getAsDouble());
    if (wait > maxNanos) {
      return OptionalLong.empty();
    }
    chargedUntil = now + wait;
    return OptionalLong.of(wait < DEPTH_NANOS ? 0 : wait);
  }
}
