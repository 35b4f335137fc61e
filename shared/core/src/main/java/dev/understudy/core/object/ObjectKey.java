package dev.understudy.core.object;

/**
 * The key of an object, compared as S3 and MinIO list keys: by the unsigned bytes of its UTF-8
 * form, which is not the order of {@link String#compareTo} (U+FF5E sorts before an emoji in a
 * listing and after it in Java).
 *
 * @param value 1 to {@value #MAX_BYTES} bytes of UTF-8, S3's own limit
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  public static final int MAX_BYTES = 1024;

  /**
   * @throws IllegalArgumentException if the key is empty, too long, or has an unpaired surrogate,
   *     which has no UTF-8 form
   */
  public ObjectKey {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The key is empty");
    }
    int bytes = bytes(value);
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The key has %d bytes, S3 allows %d".formatted(bytes, MAX_BYTES));
    }
  }

  /** The length of the UTF-8 form, without encoding it: a pass creates millions of keys. */
  private static int bytes(String value) {
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Character.isSurrogate(c)) {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        throw new IllegalArgumentException("The key has no UTF-8 form (unpaired surrogate)");
      }
    }
    return bytes;
  }

  @Override
  public int compareTo(ObjectKey other) {
    int common = Math.min(value.length(), other.value.length());
    for (int i = 0; i < common; i++) {
      char mine = value.charAt(i);
      char theirs = other.value.charAt(i);
      if (mine != theirs) {
        return rank(mine) - rank(theirs);
      }
    }
    return value.length() - other.value.length();
  }

  /** UTF-16 sorts like UTF-8, except that surrogates belong above all other characters. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }

  @Override
  public String toString() {
    return value;
  }
}
