package dev.understudy.emulators.net;

import java.util.concurrent.locks.LockSupport;

/** A line that all connections of a proxy share: bytes pass one block after the other. */
final class Line {
  private long bytesPerSecond;
  private long freeAt = System.nanoTime();
  private long bytes;

  /** Sets the bandwidth; 0 for no limit. */
  synchronized void bytesPerSecond(long value) {
    bytesPerSecond = value;
  }

  synchronized boolean isLimited() {
    return bytesPerSecond > 0;
  }

  /** The bytes that have passed. */
  synchronized long bytes() {
    return bytes;
  }

  /** Returns once these bytes have passed. */
  void pass(int count) {
    long end = reserve(count);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private synchronized long reserve(int count) {
    bytes += count;
    long now = System.nanoTime();
    if (bytesPerSecond == 0) {
      return now;
    }
    freeAt = Math.max(now, freeAt) + count * 1_000_000_000L / bytesPerSecond;
    return freeAt;
  }
}
