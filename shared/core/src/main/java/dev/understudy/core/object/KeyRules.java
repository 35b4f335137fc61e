package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * Decides, before anything is sent, which keys the standby cannot hold safely. MinIO accepts some
 * keys but stores them under another name, where they would overwrite another object. Measured on
 * MinIO's last commit (docs/limits.md has the table).
 */
public final class KeyRules {
  private static final String DIRECTORY_SUFFIX = "__XLDIR__";
  private static final int MAX_SEGMENT_BYTES = 255;

  private KeyRules() {}

  /** The reason to refuse this key, or empty if the standby can hold it under exactly this name. */
  public static Optional<Refusal> refusal(ObjectKey key) {
    String value = key.value();
    if (ReservedKeys.isReserved(key)) {
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

  private static Optional<Refusal> refusalOfSegments(String key) {
    // A comparison of both buckets checks millions of keys, and a split is expensive.
    if (key.length() * 3 <= MAX_SEGMENT_BYTES - DIRECTORY_SUFFIX.length()
        && !key.contains(DIRECTORY_SUFFIX)) {
      return Optional.empty();
    }
    String[] segments = key.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean directory = i == segments.length - 2 && segments[i + 1].isEmpty();
      if (segments[i].endsWith(DIRECTORY_SUFFIX)) {
        return Optional.of(Refusal.DIRECTORY_ALIAS);
      }
      int limit = MAX_SEGMENT_BYTES - (directory ? DIRECTORY_SUFFIX.length() : 0);
      // No character has more than three bytes for each of its UTF-16 units.
      if (segments[i].length() * 3 > limit && segments[i].getBytes(UTF_8).length > limit) {
        return Optional.of(Refusal.SEGMENT_TOO_LONG);
      }
    }
    return Optional.empty();
  }

  /**
   * Reads a path as MinIO's hasBadPathComponent does: a backslash separates too, and blanks around
   * a segment are ignored.
   */
  private static boolean hasDotSegment(String key) {
    if (!hasDotAtStartOfSegment(key)) {
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

  private static boolean hasDotAtStartOfSegment(String key) {
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      char before = dot == 0 ? '/' : key.charAt(dot - 1);
      if (before == '/' || before == '\\' || isBlank(before)) {
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
   * Accepts what Go's unicode.IsSpace accepts, which is more than {@link Character#isWhitespace}.
   */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
