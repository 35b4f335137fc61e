package dev.understudy.lab.console;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Formats numbers and rows for the terminal. */
public final class Formats {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  private Formats() {}

  public static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    return bytes < MIB
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB);
  }

  public static String seconds(Duration duration) {
    return seconds(duration.toMillis() / 1000.0);
  }

  public static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.0f s", seconds);
  }

  public static String seconds(OptionalDouble seconds) {
    return seconds.isPresent() ? seconds(seconds.getAsDouble()) : "-";
  }

  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The name of an origin within a sentence: "the standby", but "standby-2". */
  public static String origin(String name) {
    return name.contains("-") ? name : "the " + name;
  }

  /** A row of two columns: a name, and its value. */
  public static String row(String name, String value) {
    return String.format(Locale.ROOT, "  %-20s %s", name, value);
  }

  /** A count and its noun; the plural ends in s. */
  public static String count(long number, String thing) {
    return count(number) + " " + (number == 1 ? thing : thing + "s");
  }
}
