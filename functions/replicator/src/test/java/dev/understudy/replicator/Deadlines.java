package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Deadlines for tests. */
final class Deadlines {
  /** A deadline that never passes in a test. */
  static final Deadline FAR = new Deadline(() -> 900_000, Duration.ZERO);

  private Deadlines() {}

  /** A deadline that passes after this time. */
  static Deadline after(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return new Deadline(() -> (end - System.nanoTime()) / 1_000_000, Duration.ZERO);
  }

  /** A deadline that passes once this is true. */
  static Deadline once(BooleanSupplier isPassed) {
    return new Deadline(() -> isPassed.getAsBoolean() ? 0 : 900_000, Duration.ZERO);
  }

  /** A deadline that passes after this number of reads, such as in the middle of a part. */
  static Deadline afterLooks(int looks) {
    AtomicLong left = new AtomicLong(looks);
    return new Deadline(() -> left.getAndDecrement() > 0 ? 900_000 : 0, Duration.ZERO);
  }
}
