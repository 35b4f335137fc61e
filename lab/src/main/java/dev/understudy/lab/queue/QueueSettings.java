package dev.understudy.lab.queue;

import java.time.Duration;

/**
 * What the changes queue is created with.
 *
 * @param visibilityTimeout how long a message stays away after it was received; on AWS at least six
 *     times the function's timeout, here as short as a demonstration needs
 * @param maxReceiveCount receives after which a message goes to the dead-letter queue
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
          "The greatest receive count is 1 to 1000, not " + maxReceiveCount);
    }
  }
}
