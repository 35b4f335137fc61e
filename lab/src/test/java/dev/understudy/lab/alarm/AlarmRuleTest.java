package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmRuleTest {
  private static final Map<String, AlarmState> STATES =
      Map.of(
          "on", AlarmState.ALARM,
          "off", AlarmState.OK,
          "new", AlarmState.INSUFFICIENT_DATA);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "ALARM(\"on\"), true",
        "ALARM(\"off\"), false",
        "OK(\"off\"), true",
        "OK(\"new\"), false",
        "INSUFFICIENT_DATA(\"new\"), true",
        "NOT ALARM(\"new\"), true",
        "NOT NOT ALARM(\"on\"), true",
        "ALARM(\"on\") AND ALARM(\"off\"), false",
        "ALARM(\"on\") OR ALARM(\"off\"), true",
        "TRUE OR FALSE AND FALSE, true",
        "(TRUE OR FALSE) AND FALSE, false",
        "NOT FALSE AND TRUE, true",
        "NOT (ALARM(\"on\") AND ALARM(\"off\")), true",
        "FALSE OR ALARM(\"off\") OR ALARM(\"on\"), true"
      })
  void holds(String rule, boolean expected) {
    assertThat(AlarmRule.of(rule).holds(STATES::get)).isEqualTo(expected);
  }

  @Test
  void namesTheAlarmsThatItAsks() {
    assertThat(AlarmRule.of("ALARM(\"a\") AND NOT (OK(\"b\") OR TRUE)").alarms())
        .containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ALARM(on)",
        "ALARM(\"on\") ALARM(\"off\")",
        "ALARM(\"on\") AND",
        "(TRUE",
        "OR TRUE",
        "ALARM(\"on\") XOR TRUE",
        "OFF(\"on\")"
      })
  void refusesWhatIsNoRule(String text) {
    assertThatThrownBy(() -> AlarmRule.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Not an alarm rule");
  }
}
