package dev.understudy.cli.verify;

import java.util.concurrent.TimeUnit;

/** Bounds the bytes per second of all threads together. */
final class RateLimit {
  private final double nanosPerByte;
  private long nextNanos = System.nanoTime();

  /**
   * @param bytesPerSecond at least 1
   */
  RateLimit(long bytesPerSecond) {
    this.nanosPerByte = 1e9 / bytesPerSecond;
  }

  /** Waits until the bytes that were read so far fit the rate, and accounts for these. */
  void read(int bytes) throws InterruptedException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      wait = nextNanos - now;
      nextNanos = Math.max(now, nextNanos) + (long) (bytes * nanosPerByte);
    }
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
