package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.time.Duration;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Parameters;

/** The last argument of a question: the time before now that it is about. By default an hour. */
final class Recent {
  @Parameters(
      index = "+",
      arity = "0..1",
      paramLabel = "MINUTES",
      description = "How many minutes before now.",
      showDefaultValue = Visibility.ALWAYS)
  private int minutes = 60;

  /**
   * @throws ConfigurationException if the number is not positive
   */
  Duration window() {
    if (minutes < 1) {
      throw new ConfigurationException(
          "%d is not a number of minutes: it must be at least 1".formatted(minutes));
    }
    return Duration.ofMinutes(minutes);
  }
}
