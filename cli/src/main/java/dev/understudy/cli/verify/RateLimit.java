package dev.understudy.cli.verify;

import java.util.concurrent.TimeUnit;

/** Bounds the bytes per second of all threads together. */
final class RateLimit {
  private final double nanosPerByte;
  private long nextNanos = System.nanoTime();

  private long bytes;

  /**
   * @param bytesPerSecond at least 1
   */
  RateLimit(long bytesPerSecond) {
    this.nanosPerByte = 1e9 / bytesPerSecond;
  }

  /** All bytes so far. */
  synchronized long bytes() {
    return bytes;
  }

  /** Waits until the bytes that were read so far fit the rate, and accounts for these. */
  void read(int more) throws InterruptedException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      wait = nextNanos - now;
      bytes += more;
      nextNanos = Math.max(now, nextNanos) + (long) (more * nanosPerByte);
    }
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
