package dev.understudy.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The line on a terminal that says how far a command is. It appears two seconds after the command
 * began, is rewritten in place, and is removed before anything else is printed. Elsewhere than on a
 * terminal it does not exist.
 */
final class ProgressLine {
  private static final long FIRST = Duration.ofSeconds(2).toNanos();
  private static final long PAUSE = Duration.ofMillis(200).toNanos();

  /** A longer line would be wrapped on most terminals, and could not be removed. */
  private static final int MAX_WIDTH = 78;

  /** Back to the first column, then erases the line. */
  private static final String ERASE = "\r\u001b[K";

  private final Terminal terminal;
  private long next;
  private boolean shown;

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
    this.next = terminal.nanoTime().getAsLong() + FIRST;
  }

  /** Shows the text. A call that comes too early has no effect. */
  synchronized void show(PrintWriter err, Supplier<String> text) {
    long now = terminal.nanoTime().getAsLong();
    if (terminal.rewrites() && now - next >= 0) {
      next = now + PAUSE;
      shown = true;
      String line = text.get();
      err.print(ERASE + line.substring(0, Math.min(MAX_WIDTH, line.length())));
      err.flush();
    }
  }

  /** Removes the line. */
  synchronized void clear(PrintWriter err) {
    if (shown) {
      shown = false;
      err.print(ERASE);
      err.flush();
    }
  }
}
