package dev.understudy.lab.stack;

import dev.understudy.lab.function.FunctionSettings;
import dev.understudy.lab.function.MappingSettings;
import dev.understudy.lab.queue.QueueSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * How long things may take in the stack. On AWS all of it is longer; the relations are the same:
 * the guard ends an invocation before its timeout, and a message stays away longer than the
 * invocation that has it can run.
 *
 * @param timeout the function's, for one batch of messages
 * @param guard how long before the timeout the function stops all work
 * @param visibility how long a message stays away; what is in doubt comes back after that
 * @param grace how long the reconciler takes a difference for one that is on its way
 * @param reconciling how often it runs, if by itself
 * @param probing how often the health probe does
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
  private static final int MAX_RECEIVES = 100;

  /** For a stack that a user feeds by hand: room for large objects. */
  public static StackTimings steady() {
    return new StackTimings(
        Duration.ofSeconds(45),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Optional.of(Duration.ofMinutes(1)),
        Optional.of(Duration.ofMinutes(1)));
  }

  /** For a demonstration or a test: what is in doubt comes back while somebody watches. */
  public static StackTimings brisk() {
    return of(Duration.ofSeconds(12), Duration.ofSeconds(2), Duration.ofSeconds(15));
  }

  /** Reconciler and probe run when they are asked to; the first waits for nothing. */
  static StackTimings of(Duration timeout, Duration guard, Duration visibility) {
    return new StackTimings(
        timeout, guard, visibility, Duration.ZERO, Optional.empty(), Optional.empty());
  }

  public StackTimings {
    if (guard.compareTo(timeout) >= 0 || timeout.compareTo(visibility) > 0) {
      throw new IllegalArgumentException(
          "The guard (%s) must be within the timeout (%s), and that within the visibility (%s)"
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

  /** Narrower, so that live changes find room. */
  MappingSettings repairs() {
    return new MappingSettings(BATCH_SIZE, Duration.ZERO, REPAIRS_CONCURRENCY);
  }
}
