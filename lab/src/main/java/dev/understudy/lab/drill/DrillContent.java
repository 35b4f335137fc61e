package dev.understudy.lab.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * The body of each write of each key. It begins with the key and the number of the write, and all
 * further bytes are derived from them. A mixed or truncated body, or that of another key, is
 * therefore detected.
 */
final class DrillContent {
  private static final int MAX_BYTES = 40_000;
  private static final int LETTERS = 26;

  private DrillContent() {}

  /** The body that the write with this number stores under the key. */
  static String of(String key, int number) {
    SplittableRandom random = new SplittableRandom(31L * key.hashCode() + number);
    StringBuilder body = new StringBuilder(key).append(' ').append(number).append('\n');
    for (int left = random.nextInt(MAX_BYTES); left > 0; left--) {
      body.append((char) ('a' + random.nextInt(LETTERS)));
    }
    return body.toString();
  }

  /** The number of the write that stored this body; empty if no write of the key did. */
  static OptionalInt numberOf(String key, byte[] body) {
    String text = new String(body, US_ASCII);
    int end = text.indexOf('\n');
    if (end < 0 || !text.startsWith(key + " ")) {
      return OptionalInt.empty();
    }
    String number = text.substring(key.length() + 1, end);
    if (!number.matches("\\d{1,9}")) {
      return OptionalInt.empty();
    }
    int claimed = Integer.parseInt(number);
    return of(key, claimed).equals(text) ? OptionalInt.of(claimed) : OptionalInt.empty();
  }
}
