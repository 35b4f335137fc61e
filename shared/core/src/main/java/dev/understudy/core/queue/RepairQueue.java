package dev.understudy.core.queue;

import dev.understudy.core.hint.Hint;
import java.util.List;
import java.util.OptionalLong;

/**
 * The queue of hints that the reconciler sends: one of its own, so that repairs never stand before
 * live changes. No method throws for a queue that cannot be reached.
 */
public interface RepairQueue {
  /** The most hints that are sent at once. */
  int MAX_BATCH = 10;

  /**
   * Sends hints together. False if some of them may not have been sent.
   *
   * @param hints 1 to {@value #MAX_BATCH}
   */
  boolean send(List<Hint> hints);

  /** About how many hints wait to be worked off, or empty if the queue does not tell. */
  OptionalLong waiting();
}
