package dev.understudy.lab.runtime;

import java.util.regex.Pattern;

/** Reads the lines of {@code -Xlog:gc}. */
public final class GcLog {
  private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\((\\d+)M\\)");

  private GcLog() {}

  /** The most that was in use when a collection began, in MiB; 0 if there was none. */
  public static int peakMebibytes(String output) {
    return COLLECTION
        .matcher(output)
        .results()
        .mapToInt(line -> Integer.parseInt(line.group(1)))
        .max()
        .orElse(0);
  }
}
