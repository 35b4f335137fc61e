package dev.understudy.healthprobe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every case of the verdict, as a table. */
class VerdictTest {
  private static final List<Measurement> WELL =
      List.of(
          Measurement.of(Metric.PRIMARY_HEALTHY, 1),
          Measurement.of(Metric.STANDBY_HEALTHY, 1),
          Measurement.of(Metric.EDGE_HEALTHY, 1),
          Measurement.of(Metric.SERVED_BY_STANDBY, 0),
          Measurement.of(Metric.HEARTBEAT_LAG, 300),
          Measurement.of(Metric.GUARANTEES_KEPT, 1),
          Measurement.of(Metric.CLOCK_SKEW, 5),
          new Measurement(Metric.DAYS_TO_EXPIRY, Optional.of("edge"), 21),
          Measurement.of(Metric.DISK_USED, 80),
          Measurement.of(Metric.CHANGES_WAITING, 1_000_000),
          Measurement.of(Metric.REPAIRS_WAITING, 1_000_000),
          Measurement.of(Metric.PARKED_WAITING, 0),
          Measurement.of(Metric.NOTIFICATION_KEPT, 1),
          Measurement.of(Metric.FOREIGN_WRITES, 0));

  @Test
  void isHealthyIfEverythingIsJustWithinItsBounds() {
    assertThat(Verdict.of(WELL, List.of())).isEqualTo(new Verdict.Healthy());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          PRIMARY_HEALTHY=0                                     | Degraded | The primary does not serve its health object
          STANDBY_HEALTHY=0                                     | Degraded | The standby does not serve its health object: no failover
          EDGE_HEALTHY=0                                        | Down     | The edge does not answer: readers get nothing
          SERVED_BY_STANDBY=1                                   | Degraded | The standby serves the readers
          HEARTBEAT_LAG=300.1                                   | Degraded | The standby is more than 5 minutes behind
          GUARANTEES_KEPT=0                                     | Degraded | The standby does not enforce stamps and conditions: late writes can show
          CLOCK_SKEW=5.1                                        | Degraded | The standby's clock is more than 5 s off
          DAYS_TO_EXPIRY=20                                     | Degraded | A TLS certificate expires within 21 days
          DAYS_TO_EXPIRY=0                                      | Degraded | A TLS certificate expires within 21 days
          DAYS_TO_EXPIRY=-1                                     | Degraded | A TLS certificate has expired
          DISK_USED=80.1                                        | Degraded | The standby's disk is more than 80 % full
          PARKED_WAITING=1                                      | Degraded | Parked messages wait for an operator
          NOTIFICATION_KEPT=0                                   | Degraded | The primary's event notification no longer reaches the changes queue
          FOREIGN_WRITES=1                                      | Degraded | Another writer changes the standby
          PRIMARY_HEALTHY=0,SERVED_BY_STANDBY=1                 | Degraded | The primary does not serve its health object;The standby serves the readers
          PRIMARY_HEALTHY=0,STANDBY_HEALTHY=0                   | Down     | The primary does not serve its health object;The standby does not serve its health object: no failover
          PRIMARY_HEALTHY=0,EDGE_HEALTHY=0                      | Down     | The edge does not answer: readers get nothing;The primary does not serve its health object
          PRIMARY_HEALTHY=0,EDGE_HEALTHY=,SERVED_BY_STANDBY=    | Degraded | The primary does not serve its health object
          EDGE_HEALTHY=,SERVED_BY_STANDBY=,DISK_USED=           | Healthy  | ""
          """)
  void followsFromWhatIsNotAsItMustBe(String changes, String label, String reasons) {
    Verdict verdict = Verdict.of(changed(changes), List.of());

    assertThat(verdict.label()).isEqualTo(label);
    assertThat(verdict.reasons())
        .isEqualTo(reasons.isEmpty() ? List.of() : List.of(reasons.split(";")));
    assertThat(verdict.severity()).isEqualTo(List.of("Healthy", "Degraded", "Down").indexOf(label));
  }

  @Test
  void isNeverHealthyIfSomethingCouldNotBeSeen() {
    Verdict verdict = Verdict.of(WELL, List.of("disk: No answer within 8 s"));

    assertThat(verdict).isEqualTo(new Verdict.Degraded(List.of("disk: No answer within 8 s")));
  }

  @Test
  void hasARuleForEveryMetricThatCanBeBad() {
    assertThat(Verdict.RULES)
        .extracting(Verdict.Rule::metric)
        .containsAll(WELL.stream().map(Measurement::metric).filter(m -> !isDepth(m)).toList());
  }

  /** A backlog is judged by its age, which SQS tells CloudWatch. */
  private static boolean isDepth(Metric metric) {
    return metric == Metric.CHANGES_WAITING || metric == Metric.REPAIRS_WAITING;
  }

  /** The values that are well, with these instead; one without a value was not measured. */
  private static List<Measurement> changed(String changes) {
    List<Measurement> measured = new ArrayList<>(WELL);
    Stream.of(changes.split(","))
        .map(change -> change.split("=", -1))
        .forEach(
            change -> {
              Metric metric = Metric.valueOf(change[0].strip());
              measured.removeIf(m -> m.metric() == metric);
              if (!change[1].isBlank()) {
                measured.add(Measurement.of(metric, Double.parseDouble(change[1].strip())));
              }
            });
    return measured;
  }
}
