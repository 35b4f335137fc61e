package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Captures the function's log lines. */
final class LogLines {
  private LogLines() {}

  /** A task that may throw. */
  interface Action {
    void run() throws IOException;
  }

  /** The lines that are printed while the task runs. */
  static String during(Action action) throws IOException {
    PrintStream original = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(original);
    }
    return printed.toString(UTF_8);
  }
}
