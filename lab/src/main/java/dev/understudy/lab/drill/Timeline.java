package dev.understudy.lab.drill;

import dev.understudy.lab.console.Terminal;
import java.util.Locale;

/** Prints what happens, with the seconds since this object was created. */
final class Timeline {
  private final Terminal terminal;
  private final long began = System.nanoTime();

  Timeline(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Prints something that happens now. */
  void add(String what) {
    add(System.nanoTime(), what);
  }

  /** Prints something that happened at an earlier {@link System#nanoTime}. */
  void add(long nanos, String what) {
    terminal.line(String.format(Locale.ROOT, "  %7.2f s  %s", (nanos - began) / 1e9, what));
  }
}
