package dev.understudy.reconciler;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.RepairQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends hints in batches. Used by one thread. */
final class HintSender {
  /** Hints sent between two requests for the depth of the queue, which changes slowly. */
  private static final int HINTS_BETWEEN_DEPTHS = 1000;

  private final RepairQueue queue;
  private final int queueLimit;
  private final boolean dryRun;
  private final Counts counts;
  private final List<Hint> batch = new ArrayList<>();
  private int sentSinceDepth = HINTS_BETWEEN_DEPTHS;
  private boolean used;

  /**
   * @param queueLimit the queue is crowded while more hints than this wait in it
   * @param dryRun sends nothing
   */
  HintSender(RepairQueue queue, int queueLimit, boolean dryRun, Counts counts) {
    this.queue = queue;
    this.queueLimit = queueLimit;
    this.dryRun = dryRun;
    this.counts = counts;
  }

  /** Hints carry no time, because the time of the change is unknown. */
  void hint(ObjectKey key) {
    if (dryRun) {
      return;
    }
    used = true;
    batch.add(new Hint(key, Optional.empty()));
    if (batch.size() == RepairQueue.MAX_BATCH) {
      flush();
    }
  }

  /**
   * Sends the hints that are not sent yet. A hint that the queue rejects is counted; the others are
   * sent.
   *
   * @throws IllegalStateException if the queue could not be reached, or failed
   */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    RepairQueue.SendResult result = queue.send(List.copyOf(batch));
    if (!result.complete()) {
      throw new IllegalStateException(
          "Hints could not be sent to the repairs queue (REPAIRS_QUEUE_URL); the next run goes on"
              + " from the watermark and sends them");
    }
    int sent = batch.size() - result.rejected().size();
    counts.add(Count.HINTED, sent);
    counts.add(Count.REJECTED_HINTS, result.rejected().size());
    sentSinceDepth += sent;
    batch.clear();
  }

  /** Whether there has been a hint. Until then, the depth of the queue does not matter. */
  boolean isUsed() {
    return used;
  }

  /** Whether the queue holds more hints than its limit. */
  boolean isCrowded() {
    if (dryRun || sentSinceDepth < HINTS_BETWEEN_DEPTHS) {
      return false;
    }
    boolean crowded = queue.waiting().orElse(0) > queueLimit;
    sentSinceDepth = crowded ? HINTS_BETWEEN_DEPTHS : 0;
    return crowded;
  }
}
