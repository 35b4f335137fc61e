package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.time.Deadline;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The transfers of one invocation: buffered objects and parts. Measures their common rate and
 * decides whether another one fits into the time that is left. Safe for several threads.
 *
 * <p>Without this, transfers that share a slow line would all be cut off at the deadline, and each
 * invocation would send the same bytes again.
 */
final class Transfers {
  /** A smaller transfer shows the latency of a request, not a rate. It is neither measured. */
  static final long MIN_MEASURED_BYTES = 1 << 20;

  /** The bytes of a part in progress that may still be in buffers on this side of the line. */
  private static final long BUFFERED_BYTES = 4 << 20;

  /** While the rate is unknown, a silent connection delays the next part by this share of time. */
  private static final int WAIT_SHARE = 16;

  /** An abandoned upload whose abort failed. */
  record Abandoned(ObjectKey key, String upload) {}

  private final Deadline deadline;
  private final Bandwidth bandwidth;
  private final Duration whole;
  private final Set<Transfer> running = new HashSet<>();
  private final Queue<Abandoned> abandoned = new ConcurrentLinkedQueue<>();
  private long endedBytes;
  private long busyNanos;
  private long busySince;
  private long lastBegun;

  /** Begins to measure. The whole time of the invocation is what is left now. */
  Transfers(Deadline deadline, Bandwidth bandwidth) {
    this.deadline = deadline;
    this.bandwidth = bandwidth;
    this.whole = deadline.left();
  }

  Deadline deadline() {
    return deadline;
  }

  /** The parts of one object to send at a time. One stream uses the whole of a limit. */
  int parallelParts(int most) {
    return bandwidth.bytesPerSecond() < Double.POSITIVE_INFINITY ? 1 : most;
  }

  /**
   * Begins a part. While the rate is unknown, one part goes first and the others wait until enough
   * of it is sent, which takes a fraction of a second on a fast line.
   *
   * @return empty if it does not fit into the time that is left
   */
  synchronized Optional<Transfer> beginPart(long bytes) {
    try {
      for (long millis = waitMillis(); millis > 0; millis = waitMillis()) {
        wait(millis);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for another part", e);
    }
    return begin(bytes);
  }

  /**
   * Begins a transfer that is written with one PUT. Never waits.
   *
   * @return empty if it does not fit into the time that is left
   */
  synchronized Optional<Transfer> beginPut(long bytes) {
    return bytes < MIN_MEASURED_BYTES ? Optional.of(new Transfer(bytes)) : begin(bytes);
  }

  private Optional<Transfer> begin(long bytes) {
    if (deadline.isPassed() || !fits(bytes)) {
      return Optional.empty();
    }
    Transfer transfer = new Transfer(bytes);
    lastBegun = now();
    busySince = running.isEmpty() ? lastBegun : busySince;
    running.add(transfer);
    return Optional.of(transfer);
  }

  /** All transfers in progress and this one must need at most half of the time that is left. */
  private boolean fits(long bytes) {
    long open = running.stream().mapToLong(t -> t.length - t.sent()).sum();
    return (open + bytes) * 2.0 <= bytesPerNano() * deadline.left().toNanos();
  }

  /**
   * Whether a whole invocation could transfer this number of bytes, at the measured rate. In doubt,
   * it could.
   */
  synchronized boolean fitIntoAnInvocation(long bytes) {
    double share = whole.isZero() ? 1 : (double) busyNanos() / whole.toNanos();
    boolean isMeasured = isRateKnown() || share >= 0.5;
    return !isMeasured || bytes * share <= sentBytes() + BUFFERED_BYTES;
  }

  /** An upload to abort later, over another connection, because its abort failed. */
  void abandon(ObjectKey key, String upload) {
    abandoned.add(new Abandoned(key, upload));
  }

  Queue<Abandoned> abandoned() {
    return abandoned;
  }

  private boolean isRateKnown() {
    return sentBytes() >= MIN_MEASURED_BYTES;
  }

  /** The measured rate, and never more than the limit; infinite if neither is known. */
  private double bytesPerNano() {
    double limit = bandwidth.bytesPerSecond() / 1e9;
    return isRateKnown() ? Math.min(limit, (double) sentBytes() / Math.max(1, busyNanos())) : limit;
  }

  private long sentBytes() {
    return endedBytes + running.stream().mapToLong(Transfer::sent).sum();
  }

  /** The time in which at least one transfer was in progress. */
  private long busyNanos() {
    return busyNanos + (running.isEmpty() ? 0 : now() - busySince);
  }

  private long waitMillis() {
    if (isRateKnown() || running.isEmpty() || deadline.isPassed()) {
      return 0;
    }
    return deadline.left().dividedBy(WAIT_SHARE).minusNanos(now() - lastBegun).toMillis();
  }

  /** The time since the beginning, by the clock of the deadline. */
  private long now() {
    return whole.minus(deadline.left()).toNanos();
  }

  private synchronized void advanced(Transfer transfer, int bytes) {
    transfer.read += bytes;
    notifyAll();
  }

  private synchronized void ended(Transfer transfer) {
    if (running.contains(transfer)) {
      endedBytes += transfer.isStored ? transfer.length : transfer.sent();
      busyNanos = busyNanos();
      busySince = now();
      running.remove(transfer);
      notifyAll();
    }
  }

  /** One transfer. Closing it ends its measurement. */
  final class Transfer implements AutoCloseable {
    private final long length;
    private long read;
    private boolean isStored;

    private Transfer(long length) {
      this.length = length;
    }

    private long sent() {
      return Math.max(0, read - BUFFERED_BYTES);
    }

    /** Waits until all of it may be sent at once; false if that is not before the deadline. */
    boolean charge() {
      return bandwidth.chargeWhole(length, deadline);
    }

    /** The standby has stored it. */
    void stored() {
      isStored = true;
    }

    /** The source of one attempt, measured. It fails once the time is up. */
    InputStream measured(InputStream source) {
      synchronized (Transfers.this) {
        read = 0;
      }
      return new MeasuredStream(source, deadline, bandwidth, bytes -> advanced(this, bytes));
    }

    @Override
    public void close() {
      ended(this);
    }
  }
}
