package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;

/** Keys: their order, S3's length limit, and MinIO's restrictions and aliases. */
final class KeyNames {
  /**
   * The order of the unsigned bytes of UTF-8, computed without encoding: surrogates sort above all
   * other characters.
   */
  static final Comparator<String> UTF8_ORDER = KeyNames::compare;

  private static final int MAX_BYTES = 1024;
  private static final int MAX_SEGMENT_BYTES = 255;
  private static final String DIRECTORY = "__XLDIR__";

  private KeyNames() {}

  private static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogate = Character.isSurrogate(x);
        return surrogate == Character.isSurrogate(y) ? x - y : surrogate ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** The key under which the store keeps this one, or the error with which it refuses it. */
  static String checked(String key, boolean limitsKeys) {
    if (key.getBytes(UTF_8).length > MAX_BYTES) {
      throw new S3Error(400, "KeyTooLongError", "Your key is too long");
    }
    return limitsKeys ? asMinio(key) : key;
  }

  private static String asMinio(String key) {
    for (String segment : key.split("[/\\\\]", -1)) {
      if (segment.strip().equals(".") || segment.strip().equals("..")) {
        throw new S3Error(
            400,
            "XMinioInvalidResourceName",
            "Resource name contains bad components such as \"..\".");
      }
    }
    String stored = key.startsWith("/") ? key.substring(1) : key;
    if (stored.isEmpty()
        || stored.contains("//")
        || stored.startsWith("/")
        || stored.indexOf('\0') >= 0) {
      throw invalidName();
    }
    stored =
        stored.endsWith(DIRECTORY)
            ? stored.substring(0, stored.length() - DIRECTORY.length()) + "/"
            : stored;
    String onDisk =
        stored.endsWith("/") ? stored.substring(0, stored.length() - 1) + DIRECTORY : stored;
    for (String segment : onDisk.split("/", -1)) {
      if (segment.getBytes(UTF_8).length > MAX_SEGMENT_BYTES) {
        throw invalidName();
      }
    }
    return stored;
  }

  /**
   * Whether MinIO never lists this key, although it can be read: a segment of its path ends in the
   * name that MinIO uses for directory markers.
   */
  static boolean isUnlistable(String key) {
    int slash = key.indexOf('/');
    while (slash >= 0 && slash < key.length() - 1) {
      if (key.substring(0, slash).endsWith(DIRECTORY)) {
        return true;
      }
      slash = key.indexOf('/', slash + 1);
    }
    return false;
  }

  static S3Error invalidName() {
    return new S3Error(
        400, "XMinioInvalidObjectName", "Object name contains unsupported characters.");
  }
}
