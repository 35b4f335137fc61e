package dev.understudy.lab.console;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Prints lines and progress. On a terminal, progress is one line that the next line replaces;
 * elsewhere it is a new line at most every two seconds, so that a log stays short.
 */
public final class Terminal {
  private static final Duration ON_TERMINAL = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofSeconds(2);

  private final PrintStream out;
  private final boolean terminal;
  private long lastProgress;
  private int shown;

  public Terminal(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.lastProgress = System.nanoTime();
  }

  /** Prints a line. */
  public synchronized void line(String text) {
    clear();
    out.println(text);
    lastProgress = System.nanoTime();
  }

  /** Shows progress; a call that comes too soon after the last output has no effect. */
  public synchronized void progress(String text) {
    Duration pause = terminal ? ON_TERMINAL : ELSEWHERE;
    long now = System.nanoTime();
    if (now - lastProgress < pause.toNanos()) {
      return;
    }
    lastProgress = now;
    if (terminal) {
      clear();
      String shownText = "    ... " + text;
      out.print(shownText);
      out.flush();
      shown = shownText.length();
    } else {
      out.println("    ... " + text);
    }
  }

  private void clear() {
    if (shown > 0) {
      out.print("\r" + " ".repeat(shown) + "\r");
      shown = 0;
    }
  }
}
