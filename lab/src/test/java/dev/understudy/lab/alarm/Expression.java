package dev.understudy.lab.alarm;

import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The part of CloudWatch's metric math that the template's alarms use: numbers, other queries' ids,
 * {@code + / >} and {@code IF(condition, then, else)}. A period in which any figure of the
 * expression is missing has no result.
 */
final class Expression {
  private static final Pattern TOKEN =
      Pattern.compile("\\d+(?:\\.\\d+)?|[a-z][A-Za-z0-9_]*|IF|[-+*/><(),]");

  private final Set<String> ids = new LinkedHashSet<>();
  private final Tokens tokens;
  private final Term term;
  private final String text;

  private interface Term {
    OptionalDouble value(Function<String, OptionalDouble> figures);
  }

  private Expression(String text) {
    this.text = text;
    this.tokens = new Tokens(text, TOKEN, this::malformed);
    this.term = comparison();
    tokens.expectEnd();
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException that shows the expression, if it is more than is known here
   */
  static Expression of(String text) {
    return new Expression(text);
  }

  /** Ids of the queries that it needs. */
  Set<String> ids() {
    return Set.copyOf(ids);
  }

  /** Its value in a period whose figures are given by id; empty where one of them is missing. */
  OptionalDouble value(Function<String, OptionalDouble> figures) {
    return term.value(figures);
  }

  private Term comparison() {
    Term left = sum();
    if (tokens.next(">")) {
      return both(left, sum(), (a, b) -> a > b ? 1 : 0);
    }
    return left;
  }

  private Term sum() {
    Term left = quotient();
    while (tokens.next("+")) {
      left = both(left, quotient(), Double::sum);
    }
    return left;
  }

  private Term quotient() {
    Term left = atom();
    while (tokens.next("/")) {
      left = both(left, atom(), (a, b) -> a / b);
    }
    return left;
  }

  private Term atom() {
    String token = tokens.next();
    if (token.equals("IF")) {
      tokens.expect("(");
      Term condition = comparison();
      tokens.expect(",");
      Term then = comparison();
      tokens.expect(",");
      Term otherwise = comparison();
      tokens.expect(")");
      return figures -> choose(condition, then, otherwise, figures);
    }
    if (token.matches("\\d.*")) {
      return figures -> OptionalDouble.of(Double.parseDouble(token));
    }
    if (token.matches("[a-z]\\w*")) {
      ids.add(token);
      return figures -> figures.apply(token);
    }
    throw malformed("at " + token);
  }

  private static OptionalDouble choose(
      Term condition, Term then, Term otherwise, Function<String, OptionalDouble> figures) {
    OptionalDouble which = condition.value(figures);
    OptionalDouble yes = then.value(figures);
    OptionalDouble no = otherwise.value(figures);
    return which.isEmpty() || yes.isEmpty() || no.isEmpty()
        ? OptionalDouble.empty()
        : which.getAsDouble() != 0 ? yes : no;
  }

  private static Term both(Term left, Term right, DoubleBinaryOperator operator) {
    return figures -> {
      OptionalDouble a = left.value(figures);
      OptionalDouble b = right.value(figures);
      return a.isEmpty() || b.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(operator.applyAsDouble(a.getAsDouble(), b.getAsDouble()));
    };
  }

  private IllegalArgumentException malformed(String where) {
    return new IllegalArgumentException("No metric math known here (" + where + "): " + text);
  }
}
