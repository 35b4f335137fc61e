package dev.understudy.cli;

import java.util.Set;

/**
 * Colours for a terminal. A colour only repeats what the text says.
 *
 * @param colours whether there are colours; otherwise every text stays as it is
 */
record Palette(boolean colours) {
  private static final String BOLD = "1";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";

  private static final Set<String> GOOD =
      Set.of("ok", "Healthy", "equal", "Copied", "Relabeled", "Deleted", "Evicted", "InSync");
  private static final Set<String> WARNING =
      Set.of("finding", "Degraded", "Refused", "Restless", "Continued", "InProgress", "OutOfTime");
  private static final Set<String> BAD =
      Set.of(
          "unknown",
          "Down",
          "different",
          "missing",
          "orphaned",
          "unreadable",
          "Unavailable",
          "InDoubt",
          "Corrupt",
          "Parked",
          "Unreadable",
          "NotSettled");

  /** A value of a result: a state has a colour, any other text stays as it is. */
  String value(String text) {
    if (GOOD.contains(text)) {
      return styled(text, GREEN);
    }
    if (WARNING.contains(text)) {
      return styled(text, YELLOW);
    }
    return BAD.contains(text) ? styled(text, RED) : text;
  }

  /** The name of a group of values. */
  String heading(String text) {
    return styled(text, BOLD);
  }

  /** The beginning of an error message. */
  String error(String text) {
    return styled(text, RED);
  }

  private String styled(String text, String code) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
