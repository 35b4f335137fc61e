package dev.understudy.lab.alarm;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A composite alarm's rule: {@code ALARM("a") AND NOT (OK("b") OR FALSE)}, NOT before AND before
 * OR.
 */
final class AlarmRule {
  private static final Pattern TOKEN =
      Pattern.compile("(?:ALARM|OK|INSUFFICIENT_DATA)\\(\"[^\"]+\"\\)|AND|OR|NOT|TRUE|FALSE|[()]");

  private final Set<String> alarms = new LinkedHashSet<>();
  private final Tokens tokens;
  private final Term term;
  private final String text;

  private interface Term {
    boolean holds(Function<String, AlarmState> states);
  }

  private AlarmRule(String text) {
    this.text = text;
    this.tokens = new Tokens(text, TOKEN, this::malformed);
    this.term = or();
    tokens.expectEnd();
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException that shows the rule, if CloudWatch would refuse it
   */
  static AlarmRule of(String text) {
    return new AlarmRule(text);
  }

  /** Names of the alarms that it asks. */
  Set<String> alarms() {
    return Set.copyOf(alarms);
  }

  /** Whether it holds while each alarm is in the state given for its name. */
  boolean holds(Function<String, AlarmState> states) {
    return term.holds(states);
  }

  private Term or() {
    Term left = and();
    while (tokens.next("OR")) {
      Term one = left;
      Term other = and();
      left = states -> one.holds(states) || other.holds(states);
    }
    return left;
  }

  private Term and() {
    Term left = not();
    while (tokens.next("AND")) {
      Term one = left;
      Term other = not();
      left = states -> one.holds(states) && other.holds(states);
    }
    return left;
  }

  private Term not() {
    String token = tokens.next();
    return switch (token) {
      case "NOT" -> {
        Term negated = not();
        yield states -> !negated.holds(states);
      }
      case "(" -> {
        Term inner = or();
        tokens.expect(")");
        yield inner;
      }
      case "TRUE" -> states -> true;
      case "FALSE" -> states -> false;
      case "AND", "OR", ")" -> throw malformed("at " + token);
      default -> asks(token);
    };
  }

  private Term asks(String token) {
    AlarmState state = AlarmState.valueOf(token.substring(0, token.indexOf('(')));
    String alarm = token.substring(token.indexOf('"') + 1, token.lastIndexOf('"'));
    alarms.add(alarm);
    return states -> states.apply(alarm) == state;
  }

  private IllegalArgumentException malformed(String where) {
    return new IllegalArgumentException("Not an alarm rule (" + where + "): " + text);
  }
}
