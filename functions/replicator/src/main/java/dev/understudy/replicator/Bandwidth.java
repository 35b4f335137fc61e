package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import dev.understudy.core.time.TokenBucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The bandwidth to the standby that one execution environment may use. Bytes of bodies are charged
 * before they are sent. Safe for several threads.
 */
final class Bandwidth {
  /** The longest body that is charged at once, so that no stream waits long for its next bytes. */
  static final int PIECE_BYTES = 64 << 10;

  /** Without a limit. A charge then costs nothing. */
  static final Bandwidth UNLIMITED =
      new Bandwidth(false, () -> Double.POSITIVE_INFINITY, () -> 0, nanos -> {});

  private final boolean isLimited;
  private final DoubleSupplier bytesPerSecond;
  private final TokenBucket bucket;
  private final Pause pause;

  /** One body at a time, in order. If all shared the rate, none might be complete in time. */
  private final ReentrantLock wholeBodies = new ReentrantLock(true);

  /** As {@link TimeUnit#sleep}, in nanoseconds. */
  @FunctionalInterface
  interface Pause {
    void nanos(long nanos) throws InterruptedException;
  }

  /**
   * @param bytesPerSecond the current limit; infinite for none
   * @param nanoTime as {@link System#nanoTime}
   */
  Bandwidth(DoubleSupplier bytesPerSecond, LongSupplier nanoTime, Pause pause) {
    this(true, bytesPerSecond, nanoTime, pause);
  }

  private Bandwidth(
      boolean isLimited, DoubleSupplier bytesPerSecond, LongSupplier nanoTime, Pause pause) {
    this.isLimited = isLimited;
    this.bytesPerSecond = bytesPerSecond;
    this.bucket = new TokenBucket(bytesPerSecond, nanoTime);
    this.pause = pause;
  }

  /** The current limit in bytes per second; infinite for none. */
  double bytesPerSecond() {
    return bytesPerSecond.getAsDouble();
  }

  /**
   * Waits until these bytes may be sent.
   *
   * @return whether they may be sent before the deadline; otherwise nothing was charged
   */
  boolean charge(long bytes, Deadline deadline) {
    if (!isLimited) {
      return true;
    }
    var nanos = bucket.charge(bytes, deadline.left().toNanos());
    try {
      if (nanos.orElse(0) > 0) {
        pause.nanos(nanos.getAsLong());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for bandwidth", e);
    }
    return nanos.isPresent();
  }

  /**
   * Waits until a body may be sent as a whole. MinIO locks the key of a conditional write while it
   * receives the body, so the body must not be sent at the rate of the limit.
   *
   * @return whether it may be sent before the deadline
   */
  boolean chargeWhole(long bytes, Deadline deadline) {
    if (!isLimited || bytes <= PIECE_BYTES) {
      return charge(bytes, deadline);
    }
    try {
      if (!wholeBodies.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for bandwidth", e);
    }
    try {
      return isEnough(deadline.left(), bytes) && chargePieces(bytes, deadline);
    } finally {
      wholeBodies.unlock();
    }
  }

  private boolean isEnough(Duration time, long bytes) {
    return bytes <= bytesPerSecond() * time.toNanos() / 1e9;
  }

  private boolean chargePieces(long bytes, Deadline deadline) {
    for (long left = bytes; left > 0; left -= PIECE_BYTES) {
      if (!charge(Math.min(left, PIECE_BYTES), deadline)) {
        return false;
      }
    }
    return true;
  }
}
