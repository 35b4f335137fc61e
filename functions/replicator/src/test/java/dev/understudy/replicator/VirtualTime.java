package dev.understudy.replicator;

import dev.understudy.core.time.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** A clock that moves only while something waits for bandwidth. */
final class VirtualTime {
  static final Duration GUARD = Duration.ofSeconds(20);

  private final AtomicLong nanos = new AtomicLong();

  Bandwidth bandwidth(DoubleSupplier bytesPerSecond) {
    return new Bandwidth(bytesPerSecond, nanos::get, nanos::addAndGet);
  }

  double seconds() {
    return nanos.get() / 1e9;
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** An invocation of the replicator's timeout that begins now. */
  Deadline invocation() {
    long end = nanos.get() + ReplicatorConfig.INVOCATION.toNanos();
    return new Deadline(() -> (end - nanos.get()) / 1_000_000, GUARD);
  }
}
