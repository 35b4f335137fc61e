package dev.understudy.testkit.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.Filter;
import dev.understudy.core.object.FilterException;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.testkit.junit.Seeds;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;

/** What holds for every filter. {@code FilterOnRcloneIT} compares filters with rclone. */
class FilterPropertyTest {
  private static final int PATTERNS = 300;

  /** The keys are short, so a backtracking matcher ends. */
  @ParameterizedTest
  @Seeds(5)
  void matchesWhatTheRegularExpressionOfThePatternMatches(long seed) {
    RandomFilters random = new RandomFilters(seed);
    Set<String> keys = random.keys(100);
    for (int i = 0; i < PATTERNS; i++) {
      String pattern = random.pattern();
      if (pattern.endsWith("/") || pattern.contains("**")) {
        // Such a rule is about directories too.
        continue;
      }
      Pattern expression = expression(pattern);
      parsed("- " + pattern)
          .ifPresent(
              filter ->
                  keys.forEach(
                      key ->
                          assertThat(filter.holds(new ObjectKey(key)))
                              .as("%s on %s", pattern, key)
                              .isNotEqualTo(
                                  pattern.equals("*") || expression.matcher(key).find())));
    }
  }

  @ParameterizedTest
  @Seeds(5)
  void holdsTheSameWithCommentsAndBlanks(long seed) {
    RandomFilters random = new RandomFilters(seed);
    Set<String> keys = random.keys(50);
    for (int i = 0; i < 100; i++) {
      String text = String.join("\n", random.lines());
      String annotated = "- *\n!\n# why\n\n" + text.replace("\n", " \r\n  ; and why\r\n ") + "\n";
      parsed(text)
          .ifPresent(
              filter -> {
                Filter same = parsed(annotated).orElseThrow();
                keys.stream()
                    .map(ObjectKey::new)
                    .forEach(
                        key ->
                            assertThat(same.holds(key))
                                .as("%s: %s", text, key)
                                .isEqualTo(filter.holds(key)));
              });
    }
  }

  private static Optional<Filter> parsed(String text) {
    try {
      return Optional.of(Filter.parse(text.getBytes(UTF_8)));
    } catch (FilterException e) {
      return Optional.empty();
    }
  }

  /** The tokens of {@link RandomFilters} except two stars, one after the other. */
  private static Pattern expression(String pattern) {
    String begin = pattern.startsWith("/") ? "^" : "(^|/)";
    String rest = pattern.startsWith("/") ? pattern.substring(1) : pattern;
    StringBuilder expression = new StringBuilder(begin);
    int braces = 0;
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      switch (c) {
        case '*' -> expression.append("[^/]*");
        case '?' -> expression.append("[^/]");
        case '{' -> {
          braces++;
          expression.append("(?:");
        }
        case '}' -> {
          braces--;
          expression.append(')');
        }
        case ',' -> expression.append(braces > 0 ? "|" : ",");
        case '[' -> {
          int end = rest.indexOf(']', i);
          expression.append(rest.substring(i, end + 1).replace("[^", "[^/"));
          i = end;
        }
        case '\\' -> {
          expression.append(Pattern.quote(rest.substring(i + 1, i + 2)));
          i++;
        }
        default -> expression.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(expression.append("$").toString());
  }
}
