package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.time.Duration;

/** The time before now that a question is about. */
final class Recent {
  /** An hour, the default of every question. */
  static final int DEFAULT_MINUTES = 60;

  private Recent() {}

  /**
   * @throws ConfigurationException if the number is not positive
   */
  static Duration ofMinutes(int minutes) {
    if (minutes < 1) {
      throw new ConfigurationException(
          "%d is not a number of minutes: it must be at least 1".formatted(minutes));
    }
    return Duration.ofMinutes(minutes);
  }
}
