package dev.understudy.lab.function;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function's name in the Invoke API: {@code name}, {@code account:function:name} or the ARN, each
 * with an optional {@code :qualifier}.
 */
record FunctionName(String name, Optional<String> qualifier) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:)?(?:\\d{12}:function:)?"
              + "([a-zA-Z0-9-_]{1,140})(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

  /** Parses the text; empty if it has none of these forms. */
  static Optional<FunctionName> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    return matcher.matches()
        ? Optional.of(new FunctionName(matcher.group(1), Optional.ofNullable(matcher.group(2))))
        : Optional.empty();
  }
}
