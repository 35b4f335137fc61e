package dev.understudy.lab.runtime;

import java.util.regex.Pattern;

/** Reads the output of {@code -Xlog:gc}. */
public final class GcLog {
  private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\((\\d+)M\\)");

  private GcLog() {}

  /** The greatest heap use before a collection, in MiB; 0 without a collection. */
  public static int peakMebibytes(String output) {
    return COLLECTION
        .matcher(output)
        .results()
        .mapToInt(line -> Integer.parseInt(line.group(1)))
        .max()
        .orElse(0);
  }
}
