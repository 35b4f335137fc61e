package dev.understudy.core.queue;

import dev.understudy.core.hint.Hint;
import java.time.Duration;
import java.util.Map;

/**
 * The queue of hints. No method throws if the queue cannot be reached. A result of {@code false}
 * then means that the current message must come back.
 */
public interface HintQueue {

  /**
   * Sends a fresh hint. Returns false if it may not have been sent.
   *
   * @param delay the time until it becomes visible, in whole seconds up to 15 minutes (SQS API
   *     reference, SendMessage)
   */
  boolean send(Hint hint, Duration delay);

  /**
   * Copies a message that needs an operator to the dead-letter queue, with the reason as an
   * attribute. Returns false if it may not have been copied.
   *
   * @param reason not empty, and printable ({@link PrintableText})
   */
  boolean park(QueueMessage message, String reason);

  /** Sets the visibility timeout of failed messages, as far as the queue can be reached. */
  void retryAfter(Map<QueueMessage, Duration> delays);
}
