package dev.understudy.replicator;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Delays a message whose outcome is known to have failed: 1, 2, 4, ... seconds up to 15 minutes. A
 * random share of up to half is taken off, so that a backlog does not return all at once.
 */
final class Backoff {
  private static final long MAX_SECONDS = Duration.ofMinutes(15).toSeconds();

  private static final int SOON_RECEIVES = 6;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A back-off that delays otherwise than in any other environment. The JDK seeds {@code new
   * SplittableRandom()} from static state, which is the same in every copy of a SnapStart snapshot.
   */
  static Backoff seeded() {
    return new Backoff(new SplittableRandom(new SecureRandom().nextLong()));
  }

  /** The delay after a lack of time, which is no failure: 1, 2, 4, ... up to 32 seconds. */
  Duration soonAfter(int receiveCount) {
    return after(Math.min(receiveCount, SOON_RECEIVES));
  }

  /** The delay in whole seconds, from 1 to 900. */
  Duration after(int receiveCount) {
    long full = Math.min(MAX_SECONDS, 1L << Math.min(30, Math.max(0, receiveCount - 1)));
    return Duration.ofSeconds(full - random.nextLong(full / 2 + 1));
  }
}
