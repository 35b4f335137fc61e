package dev.understudy.lab.alarm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of one of CloudWatch's small languages, taken apart; each token is given out once. */
final class Tokens {
  private final Deque<String> left = new ArrayDeque<>();
  private final Function<String, IllegalArgumentException> malformed;

  /**
   * @param token what the text consists of, but for white space between
   * @param malformed the exception for a text, given where it is wrong
   * @throws IllegalArgumentException if there is something else in it
   */
  Tokens(String text, Pattern token, Function<String, IllegalArgumentException> malformed) {
    this.malformed = malformed;
    Matcher matcher = token.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      if (!matcher.region(at, text.length()).lookingAt()) {
        throw malformed.apply("at character " + at);
      }
      left.add(matcher.group());
      at = matcher.end();
    }
  }

  /** Takes the next token. */
  String next() {
    if (left.isEmpty()) {
      throw malformed.apply("it ends too early");
    }
    return left.remove();
  }

  /** Takes the next token if it is this one. */
  boolean next(String token) {
    boolean isNext = token.equals(left.peek());
    if (isNext) {
      left.remove();
    }
    return isNext;
  }

  /** Takes this token, which must come now. */
  void expect(String token) {
    if (!next(token)) {
      throw malformed.apply("no " + token + " where there must be one");
    }
  }

  /** Nothing may be left. */
  void expectEnd() {
    if (!left.isEmpty()) {
      throw malformed.apply("from " + left.peek());
    }
  }
}
