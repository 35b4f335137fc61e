package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

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
   * @throws IllegalArgumentException if the key is empty, too long, or holds half of a surrogate
   *     pair, which has no UTF-8
   */
  public ObjectKey {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The key is empty");
    }
    if (!UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("The key has no UTF-8 form (half a surrogate pair)");
    }
    int bytes = value.getBytes(UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The key has %d bytes, S3 allows %d".formatted(bytes, MAX_BYTES));
    }
  }

  @Override
  public int compareTo(ObjectKey other) {
    return Arrays.compareUnsigned(value.getBytes(UTF_8), other.value.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return value;
  }
}
