package dev.understudy.core.hint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ObjectKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Decodes the form encoding of keys in S3's event notifications and batch tasks: {@code +} is a
 * space, {@code %xx} a byte of UTF-8. Stricter than {@link java.net.URLDecoder}, which replaces
 * invalid UTF-8 by U+FFFD and so names another key.
 */
public final class KeyDecoder {
  private KeyDecoder() {}

  /**
   * @throws IllegalArgumentException if the text is not a valid encoding of a key
   */
  public static ObjectKey decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    byte[] raw = encoded.getBytes(UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        bytes.write(hex(raw, i + 1) << 4 | hex(raw, i + 2));
        i += 2;
      } else {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    try {
      return new ObjectKey(
          UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("The key's bytes are not UTF-8", e);
    }
  }

  private static int hex(byte[] raw, int index) {
    int digit = index < raw.length ? Character.digit(raw[index], 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException("The key has a % without two hexadecimal digits");
    }
    return digit;
  }
}
