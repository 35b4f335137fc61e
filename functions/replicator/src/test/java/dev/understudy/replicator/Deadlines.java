package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Deadlines for tests. */
final class Deadlines {
  /** Time enough for everything. */
  static final Deadline FAR = new Deadline(() -> 900_000, Duration.ZERO);

  private Deadlines() {}

  /** A deadline after so many looks at it. */
  static Deadline afterLooks(int looks) {
    AtomicLong left = new AtomicLong(looks);
    return new Deadline(() -> left.getAndDecrement() > 0 ? 900_000 : 0, Duration.ZERO);
  }
}
