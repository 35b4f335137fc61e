package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against the tables of CloudWatch's user guide ("How alarm state is evaluated when data is
 * missing"): the newest period is on the right, 0 harmless, X breaching, - missing.
 */
class DatapointsTest {
  @ParameterizedTest
  @CsvSource({
    "0 - X - X, OK, OK, OK, OK",
    "0 - - - -, OK, OK, OK, OK",
    "- - - - -, INSUFFICIENT_DATA, RETAIN, ALARM, OK",
    "0 X X - X, ALARM, ALARM, ALARM, ALARM",
    "- - X - -, ALARM, RETAIN, ALARM, OK"
  })
  void judgesThreeOfThreeAsTheTableSays(
      String periods, String missing, String ignore, String breaching, String notBreaching) {
    assertRow(3, periods, missing, ignore, breaching, notBreaching);
  }

  @ParameterizedTest
  @CsvSource({
    "0 - X - X, ALARM, ALARM, ALARM, ALARM",
    "0 0 X 0 X, ALARM, ALARM, ALARM, ALARM",
    "0 - X - -, OK, OK, ALARM, OK",
    "- - - - 0, OK, OK, ALARM, OK",
    "- - - X -, ALARM, RETAIN, ALARM, OK"
  })
  void judgesTwoOfThreeAsTheTableSays(
      String periods, String missing, String ignore, String breaching, String notBreaching) {
    assertRow(2, periods, missing, ignore, breaching, notBreaching);
  }

  /** "Avoiding premature transitions to alarm state". */
  @ParameterizedTest
  @CsvSource({"- - - - X", "- - - X -", "- - - X 0", "- - X - 0"})
  void waitsForTheNextPeriodWhereDataIsIntermittent(String periods) {
    assertThat(judge(3, MissingData.MISSING, periods, AlarmState.OK)).isEqualTo(AlarmState.OK);
  }

  @Test
  void refusesMoreDatapointsThanPeriods() {
    assertThatThrownBy(() -> new Datapoints(4, 3, MissingData.IGNORE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MissingData.of("notbreaching"))
        .hasMessage("No treatment of missing data: notbreaching");
  }

  private static void assertRow(
      int toAlarm,
      String periods,
      String missing,
      String ignore,
      String breaching,
      String notBreaching) {
    for (AlarmState before : AlarmState.values()) {
      assertCell(toAlarm, MissingData.MISSING, periods, before, missing);
      assertCell(toAlarm, MissingData.IGNORE, periods, before, ignore);
      assertCell(toAlarm, MissingData.BREACHING, periods, before, breaching);
      assertCell(toAlarm, MissingData.NOT_BREACHING, periods, before, notBreaching);
    }
  }

  private static void assertCell(
      int toAlarm, MissingData treatment, String periods, AlarmState before, String expected) {
    assertThat(judge(toAlarm, treatment, periods, before))
        .as("%s, missing as %s, %s before", periods, treatment, before)
        .isEqualTo(expected.equals("RETAIN") ? before : AlarmState.valueOf(expected));
  }

  private static AlarmState judge(
      int toAlarm, MissingData treatment, String periods, AlarmState before) {
    List<Optional<Boolean>> newestFirst =
        Arrays.stream(periods.split(" "))
            .map(
                period ->
                    period.equals("-")
                        ? Optional.<Boolean>empty()
                        : Optional.of(period.equals("X")))
            .collect(java.util.stream.Collectors.toList());
    Collections.reverse(newestFirst);
    return new Datapoints(toAlarm, 3, treatment).judge(newestFirst, before);
  }
}
