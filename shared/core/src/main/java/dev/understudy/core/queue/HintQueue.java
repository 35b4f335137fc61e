package dev.understudy.core.queue;

import dev.understudy.core.hint.Hint;
import java.time.Duration;
import java.util.Map;

/**
 * The queue of hints. No method throws for a queue that cannot be reached: whoever works on a
 * message must then let it come back, which is what {@code false} says.
 */
public interface HintQueue {

  /**
   * Sends a fresh hint. False if it may not have been sent.
   *
   * @param delay before which nobody gets it, in whole seconds up to 15 minutes (SQS API reference,
   *     SendMessage)
   */
  boolean send(Hint hint, Duration delay);

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
