package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import java.io.Console;

/** Asks a person before a step that a program must confirm with an option. */
final class Confirmation {
  private Confirmation() {}

  /**
   * Returns if the step is confirmed.
   *
   * @param given whether the command line has the option
   * @param option its name
   * @param statement what the person confirms
   * @throws ConfigurationException if nobody confirms it
   */
  @SuppressWarnings("SystemConsoleNull") // The property gives newer JDKs the behaviour of JDK 17.
  static void require(boolean given, String option, String statement) {
    if (given) {
      return;
    }
    System.setProperty("jdk.console", "java.base");
    Console console = System.console();
    String answer = console == null ? null : console.readLine("%s [yes/no] ", statement);
    if (!"yes".equals(answer)) {
      throw new ConfigurationException(
          "not confirmed: %s Nothing was changed. Confirm it with %s".formatted(statement, option));
    }
  }
}
