package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.lab.metric.Datum;
import dev.understudy.lab.metric.MetricId;
import dev.understudy.lab.metric.MetricValues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evaluation of alarms: periods, statistics, operators and notifications. */
class AlarmsTest {
  private static final Instant START = Instant.parse("2026-11-25T03:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final History history = new History();

  @ParameterizedTest
  @CsvSource({
    "Sum, 10",
    "Minimum, 1",
    "Maximum, 5",
    "Average, 2.5",
    "SampleCount, 4",
    "p50, 2",
    "p99, 5"
  })
  void takesStatisticsOverAPeriod(String statistic, double expected) {
    List.of(2.0, 1.0, 2.0, 5.0).forEach(value -> measure("M", value, START));
    measure("M", 100, START.minusSeconds(1));
    measure("M", 100, START.plusSeconds(60));
    measure("Other", 100, START);

    assertThat(
            new AlarmMetric.Statistic(id("M"), statistic)
                .value(history, START, START.plusSeconds(60)))
        .hasValue(expected);
  }

  @Test
  void refusesAStatisticThatThereIsNot() {
    measure("M", 1, START);
    assertThatThrownBy(
            () ->
                new AlarmMetric.Statistic(id("M"), "Median")
                    .value(history, START, START.plusSeconds(60)))
        .hasMessage("CloudWatch has no statistic Median");
  }

  @ParameterizedTest
  @CsvSource({
    "GreaterThanThreshold, 3, OK",
    "GreaterThanThreshold, 3.1, ALARM",
    "GreaterThanOrEqualToThreshold, 3, ALARM",
    "GreaterThanOrEqualToThreshold, 2.9, OK",
    "LessThanThreshold, 3, OK",
    "LessThanThreshold, 2.9, ALARM",
    "LessThanOrEqualToThreshold, 3, ALARM",
    "LessThanOrEqualToThreshold, 3.1, OK"
  })
  void compares(String operator, double value, AlarmState expected) {
    measure("M", value, START);
    MetricAlarm alarm =
        MetricAlarm.of(
            properties(
                Map.of("ComparisonOperator", operator, "Threshold", 3, "EvaluationPeriods", 1)));

    assertThat(alarm.judge(history, START.plus(MINUTE), AlarmState.OK)).isEqualTo(expected);
  }

  @Test
  void countsPeriodsBackFromTheMinuteThatJudges() {
    MetricAlarm hourly =
        MetricAlarm.of(properties(Map.of("Period", 3600, "Threshold", 0, "EvaluationPeriods", 1)));
    measure("M", 1, START);

    assertThat(hourly.judge(history, START, AlarmState.OK)).isEqualTo(AlarmState.INSUFFICIENT_DATA);
    assertThat(hourly.judge(history, START.plusSeconds(60), AlarmState.OK))
        .isEqualTo(AlarmState.ALARM);
    measure("M", 0, START.plusSeconds(3600));
    assertThat(hourly.judge(history, START.plusSeconds(3660), AlarmState.ALARM))
        .isEqualTo(AlarmState.OK);
  }

  @Test
  void takesTheLeastOfAllMetricsOfAQuery() {
    AlarmMetric figure =
        AlarmMetric.Least.of("SELECT MIN(Days) FROM SCHEMA(Ours, Door, Site) WHERE Site = 'here'");
    List.of(
            new MetricId("Ours", "Days", Map.of("Site", "here", "Door", "front")),
            new MetricId("Ours", "Days", Map.of("Site", "there", "Door", "front")),
            new MetricId("Ours", "Days", Map.of("Site", "here")),
            new MetricId("Theirs", "Days", Map.of("Site", "here", "Door", "front")),
            new MetricId("Ours", "Days", Map.of("Site", "here", "Door", "back")))
        .forEach(
            id ->
                history.add(
                    new Datum(
                        id,
                        MetricValues.Values.of(
                            "back".equals(id.dimensions().get("Door"))
                                ? 20
                                : id.dimensions().equals(Map.of("Site", "here", "Door", "front"))
                                    ? 30
                                    : 1),
                        "Count",
                        START)));

    assertThat(figure.value(history, START, START.plusSeconds(60))).hasValue(20);
  }

  @Test
  void tellsOnceWhenAnAlarmGoesOffAndOnceWhenItIsOver() {
    Alarms alarms = Alarms.none().add("A", alarmOn("M"), notified("Page"));

    play(alarms, 0, 3, "M", 0);
    play(alarms, 3, 3, "M", 1);
    play(alarms, 6, 3, "M", 0);

    assertThat(alarms.notices())
        .containsExactly(
            new Notification(at(4), "A", "Page", AlarmState.ALARM),
            new Notification(at(7), "A", "Page", AlarmState.OK));
  }

  @Test
  void holdsActionsBackWhileItsSuppressorIsOnAndForAWhileAfter() {
    Alarms alarms = withSuppressor();

    play(alarms, 0, 3, "M", 1, "S", 1);
    assertThat(alarms.on()).containsExactly("A", "C", "S");
    assertThat(alarms.notices()).isEmpty();

    play(alarms, 3, 10, "M", 1, "S", 0);
    assertThat(alarms.notices())
        .as("5 minutes after the suppressor was last on")
        .containsExactly(new Notification(at(9), "C", "Page", AlarmState.ALARM));
  }

  @Test
  void tellsNothingOfWhatIsOverBeforeItsSuppressorIs() {
    Alarms alarms = withSuppressor();

    play(alarms, 0, 3, "M", 1, "S", 1);
    play(alarms, 3, 3, "M", 0, "S", 1);
    play(alarms, 6, 20, "M", 0, "S", 0);

    assertThat(alarms.notices()).isEmpty();
  }

  @Test
  void waitsForItsSuppressorToFollow() {
    Alarms alarms = withSuppressor();

    play(alarms, 0, 2, "M", 1, "S", 0);
    play(alarms, 2, 9, "M", 1, "S", 1);
    assertThat(alarms.notices()).isEmpty();

    Alarms alone = withSuppressor();
    play(alone, 20, 9, "M", 1, "S", 0);
    assertThat(alone.notices())
        .containsExactly(new Notification(at(23), "C", "Page", AlarmState.ALARM));
  }

  @Test
  void asksCompositeAlarmsThroughOthers() {
    Alarms alarms =
        Alarms.none()
            .add("Top", composite("ALARM(\"Middle\") AND NOT ALARM(\"B\")"), notified("Page"))
            .add("Middle", composite("ALARM(\"A\") OR ALARM(\"B\")"), Map.of())
            .add("A", alarmOn("M"), Map.of())
            .add("B", alarmOn("S"), Map.of());

    play(alarms, 0, 2, "M", 1, "S", 0);
    assertThat(alarms.on()).containsExactly("A", "Middle", "Top");
    play(alarms, 2, 2, "M", 0, "S", 1);
    assertThat(alarms.on()).containsExactly("B", "Middle");
    assertThat(alarms.state("Top")).isEqualTo(AlarmState.OK);
  }

  @Test
  void refusesARuleThatAsksAnAlarmThatThereIsNot() {
    Alarms alarms = Alarms.none().add("C", composite("ALARM(\"Gone\")"), Map.of());

    assertThatThrownBy(() -> alarms.judge(history, START))
        .hasMessage("Some alarm asks Gone, which does not exist");
  }

  private static Alarms withSuppressor() {
    return Alarms.none()
        .add("A", alarmOn("M"), Map.of())
        .add("S", alarmOn("S"), Map.of())
        .add(
            "C",
            CompositeAlarm.of(
                Map.of(
                    "AlarmRule",
                    "ALARM(\"A\")",
                    "ActionsSuppressor",
                    "S",
                    "ActionsSuppressorWaitPeriod",
                    120,
                    "ActionsSuppressorExtensionPeriod",
                    300)),
            notified("Page"));
  }

  private static CompositeAlarm composite(String rule) {
    return CompositeAlarm.of(Map.of("AlarmRule", rule));
  }

  private static Map<String, Object> notified(String topic) {
    return Map.of("AlarmActions", List.of(topic), "OKActions", List.of(topic));
  }

  private static MetricAlarm alarmOn(String name) {
    Map<String, Object> properties = properties(Map.of("Threshold", 0, "EvaluationPeriods", 1));
    properties.put("MetricName", name);
    return MetricAlarm.of(properties);
  }

  private static Map<String, Object> properties(Map<String, Object> others) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("Namespace", "Ours");
    properties.put("MetricName", "M");
    properties.put("Dimensions", List.of(Map.of("Name", "Site", "Value", "here")));
    properties.put("Statistic", "Maximum");
    properties.put("Period", 60);
    properties.put("ComparisonOperator", "GreaterThanThreshold");
    properties.putAll(others);
    return properties;
  }

  /** From the given minute on, as many minutes: names and values in turn. */
  private void play(Alarms alarms, int from, int minutes, Object... values) {
    for (int minute = from; minute < from + minutes; minute++) {
      for (int i = 0; i < values.length; i += 2) {
        measure((String) values[i], (int) values[i + 1], at(minute).plusSeconds(5));
      }
      alarms.judge(history, at(minute + 1));
    }
  }

  private static Instant at(int minute) {
    return START.plus(MINUTE.multipliedBy(minute));
  }

  private void measure(String name, double value, Instant time) {
    history.add(new Datum(id(name), MetricValues.Values.of(value), "Count", time));
  }

  private static MetricId id(String name) {
    return new MetricId("Ours", name, Map.of("Site", "here"));
  }
}
