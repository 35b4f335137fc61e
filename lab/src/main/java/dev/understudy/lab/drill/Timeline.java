package dev.understudy.lab.drill;

import dev.understudy.lab.console.Terminal;
import java.util.Locale;

/** What happened when, in seconds since it began. */
final class Timeline {
  private final Terminal screen;
  private final long began = System.nanoTime();

  Timeline(Terminal screen) {
    this.screen = screen;
  }

  /** Now. */
  void tell(String what) {
    tell(System.nanoTime(), what);
  }

  /** At a time that has passed, as {@code nanoTime}. */
  void tell(long nanos, String what) {
    screen.line(String.format(Locale.ROOT, "  %7.2f s  %s", (nanos - began) / 1e9, what));
  }
}
