package dev.understudy.lab.drill;

import dev.understudy.lab.console.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints and keeps what happens, with the seconds since this object was created. */
public final class Timeline {
  private final Terminal terminal;
  private final long began = System.nanoTime();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param terminal receives a line for each entry
   */
  public Timeline(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * What happened at one time.
   *
   * @param nanos {@link System#nanoTime}
   * @param fault whether the drill made something fail
   */
  record Entry(long nanos, String what, boolean fault) {}

  /** Prints something that happens now. */
  void add(String what) {
    add(System.nanoTime(), what);
  }

  /** Prints something that happened at an earlier {@link System#nanoTime}. */
  void add(long nanos, String what) {
    add(new Entry(nanos, what, false));
  }

  /** Prints a failure that the drill caused at an earlier {@link System#nanoTime}. */
  void fault(long nanos, String what) {
    add(new Entry(nanos, what, true));
  }

  private void add(Entry entry) {
    entries.add(entry);
    terminal.line(
        String.format(Locale.ROOT, "  %7.2f s  %s", (entry.nanos() - began) / 1e9, entry.what()));
  }

  /** {@link System#nanoTime} when this object was created. */
  long began() {
    return began;
  }

  /** Everything so far, in the order in which it was printed. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }
}
