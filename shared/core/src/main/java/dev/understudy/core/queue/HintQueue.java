package dev.understudy.core.queue;

import dev.understudy.core.hint.Hint;
import java.time.Duration;
import java.util.Map;

/**
 * The queue of hints. No method throws for a queue that cannot be reached: whoever works on a
 * message must then let it come back, which is what {@code false} says.
 */
public interface HintQueue {

  /** Sends a fresh hint. False if it may not have been sent. */
  boolean send(Hint hint);

  /**
   * Copies a message that a person must look at to the dead-letter queue, with the reason as an
   * attribute. False if it may not have been.
   */
  boolean park(QueueMessage message, String reason);

  /**
   * Lets failed messages come back after these times instead of the queue's own visibility timeout,
   * if that can be done.
   */
  void retryAfter(Map<QueueMessage, Duration> delays);
}
