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
   * Sends hints in one call.
   *
   * @param hints 1 to {@value #MAX_BATCH}
   */
  SendResult send(List<Hint> hints);

  /** The approximate number of waiting hints, or empty if it cannot be read. */
  OptionalLong waiting();

  /**
   * What became of the hints of one call.
   *
   * @param complete false if the queue could not be reached or failed, so that some hints may not
   *     have been sent; a later call may send them
   * @param rejected the hints that the queue rejected for their content; no later call would send
   *     them either
   */
  record SendResult(boolean complete, List<Hint> rejected) {
    public SendResult {
      rejected = List.copyOf(rejected);
    }
  }
}
