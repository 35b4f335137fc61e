package dev.understudy.core.queue;

import dev.understudy.core.hint.Hint;
import java.util.List;
import java.util.OptionalLong;

/**
 * The queue of the reconciler's hints. It is a separate queue, so that repairs never delay live
 * changes. No method throws if the queue cannot be reached.
 */
public interface RepairQueue {
  /** The maximum number of hints in one call. */
  int MAX_BATCH = 10;

  /**
   * Sends hints in one call. Returns false if some of them may not have been sent.
   *
   * @param hints 1 to {@value #MAX_BATCH}
   */
  boolean send(List<Hint> hints);

  /** The approximate number of waiting hints, or empty if it cannot be read. */
  OptionalLong waiting();
}
