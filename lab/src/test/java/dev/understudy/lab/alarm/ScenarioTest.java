package dev.understudy.lab.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.lab.stack.RecordedMetrics;
import dev.understudy.replicator.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Metrics as the functions send them, against the template's alarms: in each scenario the right
 * ones go off, no others do, and they are over when it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {
  private RecordedMetrics metrics;

  @BeforeAll
  void listen() {
    metrics = RecordedMetrics.record();
  }

  static List<Scenario> scenarios() {
    return Scenario.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void callsWhomItConcernsAndNobodyElse(Scenario scenario) {
    Simulation installation =
        Simulation.of(scenario.parameters(), metrics, scenario.always())
            .minutes(60, scenario.always());
    assertThat(installation.alarms().notices()).as("while all is well").isEmpty();

    installation.minutes(scenario.minutes(), scenario.always().andThen(scenario.happens()));
    installation.minutes(180, scenario.always());

    assertThat(installation.notified("PageTopic")).as("pages").isEqualTo(scenario.pages());
    assertThat(installation.notified("TicketTopic")).as("tickets").isEqualTo(scenario.tickets());
    assertThat(installation.alarms().on()).as("still on three hours later").isEmpty();
    assertThat(openNotices(installation)).as("never said to be over").isEmpty();
  }

  private static Set<String> openNotices(Simulation installation) {
    Set<String> open = new TreeSet<>();
    installation
        .alarms()
        .notices()
        .forEach(
            notice -> {
              if (notice.state() == AlarmState.ALARM) {
                open.add(notice.alarm());
              } else {
                open.remove(notice.alarm());
              }
            });
    return open;
  }

  @Test
  void everyAlarmThatTellsSomebodyGoesOffInSomeScenario() {
    Set<String> heard =
        Scenario.all().stream()
            .flatMap(
                scenario -> Stream.concat(scenario.pages().stream(), scenario.tickets().stream()))
            .collect(Collectors.toCollection(TreeSet::new));
    Alarms alarms = Alarms.of(Simulation.template(Map.of()));

    assertThat(alarms.ids())
        .filteredOn(id -> alarms.propertiesOf(id).containsKey("AlarmActions"))
        .containsExactlyInAnyOrderElementsOf(heard);
  }

  @Test
  void isPlayedWithTheMetricsThatThereAre() {
    Set<String> played = new TreeSet<>(SimulatedSystem.healthy().keySet());
    played.add("DaysToExpiry");
    played.addAll(metrics.names());
    outcomes(Outcome.class).forEach(played::add);

    assertThat(played)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Metric.values()).map(Metric::label).toList());
    assertThat(metrics.primaryBucket()).isEqualTo(SimulatedSystem.BUCKET);
    assertThat(metrics.deadLetters()).isEqualTo(1);
  }

  /** Labels of all outcomes, among them those that no fault of the stack brings about at will. */
  private static Stream<String> outcomes(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(ScenarioTest::outcomes)
        : Stream.of(type.getSimpleName());
  }
}
