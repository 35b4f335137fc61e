package dev.understudy.lab;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.console.Terminal;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Shared by all commands: the terminal, the log file, and the exit status. */
public final class CommandLine {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private static final String LOG_FILE = "stack.log";

  private static volatile boolean stopping;

  private CommandLine() {}

  /**
   * Records that the user stopped the command: {@link #run} then reports no failure as an error.
   */
  static void stop() {
    stopping = true;
  }

  /**
   * Sets the file that the functions' log lines are appended to, unless the system property {@code
   * stack.log} is already set. Must be called before the first logger is created, which opens the
   * file.
   */
  static void logTo(String file) {
    System.setProperty(LOG_FILE, System.getProperty(LOG_FILE, file));
  }

  static String logFile() {
    return System.getProperty(LOG_FILE, "");
  }

  /** Standard output, in UTF-8 whatever the locale, so that any key is printed unchanged. */
  static Terminal terminal() {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    return new Terminal(out, isTerminal());
  }

  /** Up to JDK 21 a console exists on a terminal only; later JDKs have {@code isTerminal}. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /**
   * Runs a command.
   *
   * @return the command's exit status; 2 if the configuration is invalid, 1 after any other
   *     failure. Both failures are printed on stderr.
   */
  public static int run(Command command) {
    try {
      return command.run();
    } catch (ConfigurationException e) {
      System.err.println("understudy: " + e.getMessage());
      return BAD_INPUT;
    } catch (Exception e) {
      if (stopping) {
        return FAILED;
      }
      System.err.println("understudy: " + e.getMessage());
      e.printStackTrace();
      return FAILED;
    }
  }

  /** The body of a command; returns its exit status. */
  @FunctionalInterface
  public interface Command {
    int run() throws Exception;
  }
}
