package dev.understudy.lab.function;

import java.time.Duration;

/**
 * How a queue's messages are handed to a function, in Lambda's terms and within its limits.
 *
 * @param batchSize messages in one event at most, 1 to 10,000; above 10 a window is needed
 * @param batchingWindow how long a batch that is not full may wait for more, up to five minutes
 * @param maximumConcurrency invocations at the same time at most; Lambda allows 2 to 1,000, here
 *     one is allowed too
 */
public record MappingSettings(int batchSize, Duration batchingWindow, int maximumConcurrency) {
  static final int RECEIVED_AT_ONCE = 10;

  private static final Duration MAX_WINDOW = Duration.ofMinutes(5);

  public MappingSettings {
    if (batchSize < 1 || batchSize > 10_000) {
      throw new IllegalArgumentException("A batch size is 1 to 10,000, not " + batchSize);
    }
    if (batchingWindow.isNegative() || batchingWindow.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "A batching window is up to five minutes, not " + batchingWindow);
    }
    if (batchSize > RECEIVED_AT_ONCE && batchingWindow.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "A batch size of " + batchSize + " needs a batching window of 1 s or more");
    }
    if (maximumConcurrency < 1 || maximumConcurrency > 1000) {
      throw new IllegalArgumentException("A concurrency is 1 to 1,000, not " + maximumConcurrency);
    }
  }
}
