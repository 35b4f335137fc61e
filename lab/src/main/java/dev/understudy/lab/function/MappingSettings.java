package dev.understudy.lab.function;

import java.time.Duration;

/**
 * The settings of an event source mapping, within Lambda's limits.
 *
 * @param batchSize the maximum number of messages per event, 1 to 10,000; above 10 a batching
 *     window is required
 * @param batchingWindow how long a batch may wait for more messages, up to five minutes
 * @param maximumConcurrency the maximum number of concurrent invocations, 1 to 1,000 (in Lambda 2
 *     to 1,000)
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
          "A batching window is at most five minutes, not " + batchingWindow);
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
