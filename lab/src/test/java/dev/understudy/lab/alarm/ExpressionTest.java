package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two + three | 5",
        "two + three / 2 | 3.5",
        "three > two | 1",
        "two > three | 0",
        "IF(two > 0, three, 0) | 3",
        "IF(two > 2, three, 0) | 0",
        "IF(two, 1, 7.5) | 1"
      })
  void calculates(String expression, double expected) {
    assertThat(value(expression)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two + absent", "IF(absent > 0, two, 0)", "IF(two > 0, two, absent)"})
  void hasNoResultWhereAFigureIsMissing(String expression) {
    assertThat(value(expression)).isEmpty();
  }

  @Test
  void namesWhatItNeeds() {
    assertThat(Expression.of("IF(a > 0, b_2, 0) + c").ids())
        .containsExactlyInAnyOrder("a", "b_2", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a +", "a b", "IF(a, b)", "SUM(a)", "a * b", "A"})
  void refusesWhatItDoesNotKnow(String expression) {
    assertThatThrownBy(() -> Expression.of(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No metric math known here");
  }

  private static OptionalDouble value(String expression) {
    return Expression.of(expression)
        .value(
            id ->
                switch (id) {
                  case "two" -> OptionalDouble.of(2);
                  case "three" -> OptionalDouble.of(3);
                  default -> OptionalDouble.empty();
                });
  }
}
