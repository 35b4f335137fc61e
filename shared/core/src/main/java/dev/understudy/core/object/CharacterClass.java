package dev.understudy.core.object;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * A character class of a glob: {@code [abc]}, {@code [a-z]} or {@code [^a-z]}, as Go's regular
 * expressions have it. As in rclone, a negated class does not contain the slash. Used once.
 */
final class CharacterClass {
  private final String text;
  private final int begin;
  private int at;

  /**
   * @param begin the index of the opening bracket
   */
  CharacterClass(String text, int begin) {
    this.text = text;
    this.begin = begin;
    this.at = begin + 1;
  }

  /**
   * The characters of the class.
   *
   * @param end receives the index after the closing bracket
   */
  IntPredicate parse(IntConsumer end) throws GlobParser.GlobException {
    boolean negated = text.startsWith("^", at);
    at += negated ? 1 : 0;
    if (text.startsWith("]", at)) {
      throw new GlobParser.GlobException(
          begin, "an empty character class; write \\] for a bracket");
    }
    IntPredicate any = c -> false;
    while (!text.startsWith("]", at)) {
      any = any.or(range());
    }
    end.accept(at + 1);
    return negated ? any.or(c -> c == '/').negate() : any;
  }

  private IntPredicate range() throws GlobParser.GlobException {
    int rangeBegin = at;
    int low = character();
    if (!text.startsWith("-", at) || text.startsWith("-]", at)) {
      return c -> c == low;
    }
    at++;
    int high = character();
    if (high < low) {
      throw new GlobParser.GlobException(rangeBegin, "a range that ends before it begins");
    }
    return c -> low <= c && c <= high;
  }

  private int character() throws GlobParser.GlobException {
    if (at >= text.length()) {
      throw new GlobParser.GlobException(begin, "\"[\" without \"]\"");
    }
    int c = text.codePointAt(at);
    if (c == '[') {
      throw new GlobParser.GlobException(at, "\"[\" in a character class; write \\[ for a bracket");
    }
    if (c == '\\') {
      int escaped = escaped(text, at);
      at += 2;
      return escaped;
    }
    at += Character.charCount(c);
    return c;
  }

  /**
   * The character after a backslash.
   *
   * @param at the index of the backslash
   */
  static int escaped(String text, int at) throws GlobParser.GlobException {
    char c = at + 1 < text.length() ? text.charAt(at + 1) : 'a';
    if (c > 0x7e || c < ' ' || Character.isLetterOrDigit(c)) {
      throw new GlobParser.GlobException(
          at, "a backslash must stand before a punctuation character, such as \\* or \\[");
    }
    return c;
  }
}
