package dev.understudy.lab.queue;

import java.time.Duration;

/**
 * The settings of the changes and repairs queues.
 *
 * @param visibilityTimeout 0 s to 12 h; on AWS at least six times the function's timeout, here
 *     shorter
 * @param maxReceiveCount receives after which a message moves to the dead-letter queue, 1 to 1000
 */
public record QueueSettings(Duration visibilityTimeout, int maxReceiveCount) {
  private static final Duration MAX_VISIBILITY_TIMEOUT = Duration.ofHours(12);

  public QueueSettings {
    if (visibilityTimeout.isNegative() || visibilityTimeout.compareTo(MAX_VISIBILITY_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "A visibility timeout is 0 s to 12 h, not " + visibilityTimeout);
    }
    if (maxReceiveCount < 1 || maxReceiveCount > 1000) {
      throw new IllegalArgumentException(
          "A maximum receive count is 1 to 1000, not " + maxReceiveCount);
    }
  }
}
