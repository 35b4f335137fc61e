package dev.understudy.replicator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a message that failed cleanly comes back: after 1, 2, 4, ... seconds up to 15 minutes, half
 * of it by chance, so that a backlog does not return as one wave.
 */
final class Backoff {
  private static final long MAX_SECONDS = Duration.ofMinutes(15).toSeconds();

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Whole seconds, from 1 to 900. */
  Duration after(int receiveCount) {
    long full = Math.min(MAX_SECONDS, 1L << Math.min(30, Math.max(0, receiveCount - 1)));
    return Duration.ofSeconds(full - random.nextLong(full / 2 + 1));
  }
}
