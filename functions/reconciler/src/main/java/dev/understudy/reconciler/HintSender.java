package dev.understudy.reconciler;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.RepairQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends hints in batches. Used by one thread. */
final class HintSender {
  /** The queue's depth is asked for after so many hints: it moves slowly, and asking costs. */
  private static final int BETWEEN_QUESTIONS = 1000;

  private final RepairQueue queue;
  private final int mostWaiting;
  private final boolean dryRun;
  private final RunCounts counts;
  private final List<Hint> batch = new ArrayList<>();
  private int sinceAsked = BETWEEN_QUESTIONS;

  /**
   * @param mostWaiting above so many waiting hints the queue is crowded
   * @param dryRun sends nothing
   */
  HintSender(RepairQueue queue, int mostWaiting, boolean dryRun, RunCounts counts) {
    this.queue = queue;
    this.mostWaiting = mostWaiting;
    this.dryRun = dryRun;
    this.counts = counts;
  }

  /** Hints carry no time: it is not known when what they repair went wrong. */
  void hint(ObjectKey key) {
    if (dryRun) {
      return;
    }
    batch.add(new Hint(key, Optional.empty()));
    if (batch.size() == RepairQueue.MAX_BATCH) {
      flush();
    }
  }

  /**
   * Sends what is left of a batch.
   *
   * @throws IllegalStateException if it may not have been sent
   */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    if (!queue.send(List.copyOf(batch))) {
      throw new IllegalStateException(
          "Hints could not be sent to the repairs queue (REPAIRS_QUEUE_URL): the next run goes on"
              + " from the last watermark and sends them then");
    }
    counts.hinted(batch.size());
    sinceAsked += batch.size();
    batch.clear();
  }

  /** Whether so many hints wait that more would only grow old. */
  boolean isCrowded() {
    if (dryRun || sinceAsked < BETWEEN_QUESTIONS) {
      return false;
    }
    boolean crowded = queue.waiting().orElse(0) > mostWaiting;
    sinceAsked = crowded ? BETWEEN_QUESTIONS : 0;
    return crowded;
  }
}
