package dev.understudy.lab.stack;

import dev.understudy.lab.function.FunctionSettings;
import dev.understudy.lab.function.MappingSettings;
import dev.understudy.lab.queue.QueueSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Timeouts and intervals of the stack. Those on AWS are longer, with the same relations: the guard
 * ends an invocation before its timeout, and a message stays invisible longer than its invocation
 * can run.
 *
 * @param timeout the function's timeout, for one batch of messages
 * @param guard how long before the timeout the function stops its work
 * @param visibility the queues' visibility timeout
 * @param grace the age up to which the reconciler leaves a difference to the replicator
 * @param reconciling the reconciler's schedule; empty if it runs on request only
 * @param probing the health probe's schedule; empty if it runs on request only
 */
public record StackTimings(
    Duration timeout,
    Duration guard,
    Duration visibility,
    Duration grace,
    Optional<Duration> reconciling,
    Optional<Duration> probing) {
  private static final int MEMORY_MEGABYTES = 512;
  private static final int BATCH_SIZE = 10;
  private static final int CONCURRENCY = 4;
  private static final int REPAIRS_CONCURRENCY = 2;
  private static final int MAX_RECEIVES = 1000;

  /** For a stack that a user works with: long enough for large objects. */
  public static StackTimings steady() {
    return new StackTimings(
        Duration.ofSeconds(45),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Optional.of(Duration.ofMinutes(1)),
        Optional.of(Duration.ofMinutes(1)));
  }

  /** For a demonstration or a test: failed messages become visible again within seconds. */
  public static StackTimings brisk() {
    return of(Duration.ofSeconds(12), Duration.ofSeconds(2), Duration.ofSeconds(15));
  }

  /** Timings without schedules and without grace: reconciler and probe run on request. */
  static StackTimings of(Duration timeout, Duration guard, Duration visibility) {
    return new StackTimings(
        timeout, guard, visibility, Duration.ZERO, Optional.empty(), Optional.empty());
  }

  public StackTimings {
    if (guard.compareTo(timeout) >= 0 || timeout.compareTo(visibility) > 0) {
      throw new IllegalArgumentException(
          "The guard (%s) must be less than the timeout (%s), and the timeout at most the visibility timeout (%s)"
              .formatted(guard, timeout, visibility));
    }
  }

  FunctionSettings function(String name) {
    return new FunctionSettings(name, MEMORY_MEGABYTES, timeout);
  }

  QueueSettings queues() {
    return new QueueSettings(visibility, MAX_RECEIVES);
  }

  MappingSettings changes() {
    return new MappingSettings(BATCH_SIZE, Duration.ZERO, CONCURRENCY);
  }

  /** Lower concurrency than for changes, so that repairs do not delay live changes. */
  MappingSettings repairs() {
    return new MappingSettings(BATCH_SIZE, Duration.ZERO, REPAIRS_CONCURRENCY);
  }
}
