package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;

/**
 * Which keys the standby cannot hold safely, decided before anything is sent: a key that MinIO
 * would take but store under another name would overwrite somebody else's object. Measured on
 * MinIO's last commit (docs/limits.md has the table).
 */
public final class KeyRules {
  /**
   * Prefixes of the standby and of both origins that are never replicated, listed as drift or
   * deleted.
   */
  public static final List<String> RESERVED_PREFIXES = List.of(".understudy/", ".origin/");

  /** What the health probe writes to the primary each minute; replicated like any object. */
  public static final ObjectKey HEARTBEAT = new ObjectKey(".heartbeat/understudy");

  private static final String DIRECTORY_SUFFIX = "__XLDIR__";
  private static final int MAX_SEGMENT_BYTES = 255;

  private KeyRules() {}

  /** Why this key is refused, or empty if the standby can hold it under exactly this name. */
  public static Optional<Refusal> refusal(ObjectKey key) {
    String value = key.value();
    if (isReserved(key)) {
      return Optional.of(Refusal.RESERVED_KEY);
    }
    if (value.indexOf('\0') >= 0) {
      return Optional.of(Refusal.NUL_CHARACTER);
    }
    if (value.startsWith("/")) {
      return Optional.of(Refusal.LEADING_SLASH);
    }
    if (value.contains("//")) {
      return Optional.of(Refusal.EMPTY_SEGMENT);
    }
    if (hasDotSegment(value)) {
      return Optional.of(Refusal.DOT_SEGMENT);
    }
    return refusalOfSegments(value);
  }

  /** Whether the key is under a reserved prefix. */
  public static boolean isReserved(ObjectKey key) {
    for (String prefix : RESERVED_PREFIXES) {
      if (key.value().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Refusal> refusalOfSegments(String key) {
    String[] segments = key.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean directory = i == segments.length - 2 && segments[i + 1].isEmpty();
      if (segments[i].endsWith(DIRECTORY_SUFFIX)) {
        return Optional.of(Refusal.DIRECTORY_ALIAS);
      }
      int room = MAX_SEGMENT_BYTES - (directory ? DIRECTORY_SUFFIX.length() : 0);
      // No character has more than three bytes for each of its UTF-16 units.
      if (segments[i].length() * 3 > room && segments[i].getBytes(UTF_8).length > room) {
        return Optional.of(Refusal.SEGMENT_TOO_LONG);
      }
    }
    return Optional.empty();
  }

  /**
   * As MinIO's hasBadPathComponent reads a path: a backslash separates too, and blanks around a
   * segment do not count.
   */
  private static boolean hasDotSegment(String key) {
    if (key.indexOf('.') < 0) {
      return false;
    }
    for (String segment : key.replace('\\', '/').split("/", -1)) {
      String bare = withoutBlanks(segment);
      if (bare.equals(".") || bare.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static String withoutBlanks(String segment) {
    int start = 0;
    int end = segment.length();
    while (start < end && isBlank(segment.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(segment.charAt(end - 1))) {
      end--;
    }
    return segment.substring(start, end);
  }

  /**
   * What Go's unicode.IsSpace takes for a blank, which is more than {@link Character#isWhitespace}.
   */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
