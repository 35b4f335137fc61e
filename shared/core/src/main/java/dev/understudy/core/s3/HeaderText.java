package dev.understudy.core.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** The text of response headers. The HTTP client reads each byte as one character. */
final class HeaderText {
  private HeaderText() {}

  /** The text that the writer sent: UTF-8 if the bytes are valid UTF-8, otherwise ISO 8859-1. */
  static String decoded(String value) {
    if (isAscii(value) || value.chars().anyMatch(c -> c > 255)) {
      return value;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(value.getBytes(ISO_8859_1))).toString();
    } catch (CharacterCodingException e) {
      return value;
    }
  }

  /** A stream would take most of the CPU time of reading a header. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }
}
