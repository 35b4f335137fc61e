package dev.understudy.cli;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the output streams of this process are.
 *
 * @param out whether standard output is a terminal that may show colours
 * @param err whether standard error is a terminal that may show colours
 * @param rewrites whether standard error is a terminal on which a line can be rewritten
 * @param nanoTime as {@link System#nanoTime}
 */
record Terminal(boolean out, boolean err, boolean rewrites, LongSupplier nanoTime) {
  /** Neither stream is a terminal. */
  static final Terminal NONE = new Terminal(false, false, false, System::nanoTime);

  /** The properties that the launcher sets, because Java 17 cannot ask for each stream. */
  private static final String OUT = "understudy.stdout.terminal";

  private static final String ERR = "understudy.stderr.terminal";

  /**
   * What the launcher found. Nothing is a terminal without the launcher, or if TERM is missing or
   * {@code dumb}. Nothing has colours if NO_COLOR is set and not empty (no-color.org).
   */
  static Terminal of(Map<String, String> environment) {
    boolean capable = !environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colours = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean err = Boolean.getBoolean(ERR);
    return new Terminal(
        colours && Boolean.getBoolean(OUT), colours && err, capable && err, System::nanoTime);
  }
}
