package dev.understudy.lab;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.console.Terminal;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the commands have in common: the screen, and how an end becomes an exit status. */
public final class CommandLine {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private static final String LOG_FILE = "stack.log";

  private static volatile boolean leaving;

  private CommandLine() {}

  /** From now on the user has asked for the end: work that it cuts off is no news. */
  static void leave() {
    leaving = true;
  }

  /**
   * Names the file that the handlers' lines go to, unless the system property does already. Comes
   * before all else: the file is opened with the first logger.
   */
  static void logTo(String file) {
    System.setProperty(LOG_FILE, System.getProperty(LOG_FILE, file));
  }

  static String logFile() {
    return System.getProperty(LOG_FILE, "");
  }

  /** UTF-8 whatever the locale: keys are shown as they are. */
  static Terminal screen() {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    return new Terminal(out, isTerminal());
  }

  /** Up to JDK 21 there is a console on a terminal only, later it must be asked. */
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
   * @return its exit status; 2 if what the user gave was wrong, with the reason on stderr, 1 after
   *     any other failure
   */
  public static int run(Command command) {
    try {
      return command.run();
    } catch (ConfigurationException e) {
      System.err.println("understudy: " + e.getMessage());
      return BAD_INPUT;
    } catch (Exception e) {
      if (leaving) {
        return FAILED;
      }
      System.err.println("understudy: " + e.getMessage());
      e.printStackTrace();
      return FAILED;
    }
  }

  /** A command's work. */
  @FunctionalInterface
  public interface Command {
    int run() throws Exception;
  }
}
