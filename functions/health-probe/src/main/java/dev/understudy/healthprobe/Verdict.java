package dev.understudy.healthprobe;

import static dev.understudy.core.telemetry.Metric.CLOCK_SKEW;
import static dev.understudy.core.telemetry.Metric.DAYS_TO_EXPIRY;
import static dev.understudy.core.telemetry.Metric.DISK_USED;
import static dev.understudy.core.telemetry.Metric.EDGE_HEALTHY;
import static dev.understudy.core.telemetry.Metric.FOREIGN_WRITES;
import static dev.understudy.core.telemetry.Metric.GUARANTEES_KEPT;
import static dev.understudy.core.telemetry.Metric.HEARTBEAT_LAG;
import static dev.understudy.core.telemetry.Metric.NOTIFICATION_KEPT;
import static dev.understudy.core.telemetry.Metric.PARKED_WAITING;
import static dev.understudy.core.telemetry.Metric.PRIMARY_HEALTHY;
import static dev.understudy.core.telemetry.Metric.SERVED_BY_STANDBY;
import static dev.understudy.core.telemetry.Metric.STANDBY_HEALTHY;

import dev.understudy.core.telemetry.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.DoublePredicate;

/** The conclusion from all observations of a run. */
sealed interface Verdict {
  /** The primary serves the readers, and the standby could. */
  record Healthy() implements Verdict {}

  /** Readers are served, but something that a failover needs is wrong. */
  record Degraded(List<String> reasons) implements Verdict {
    public Degraded {
      reasons = List.copyOf(reasons);
    }
  }

  /** The edge does not serve readers, or neither origin is healthy. */
  record Down(List<String> reasons) implements Verdict {
    public Down {
      reasons = List.copyOf(reasons);
    }
  }

  /** The value of {@link Metric#VERDICT}: 0 healthy, 1 degraded, 2 down. */
  default int severity() {
    return this instanceof Healthy ? 0 : this instanceof Degraded ? 1 : 2;
  }

  /** One sentence each, the worst first. */
  default List<String> reasons() {
    return this instanceof Degraded degraded
        ? degraded.reasons
        : this instanceof Down down ? down.reasons : List.of();
  }

  /** {@code Healthy}, {@code Degraded} or {@code Down}. */
  default String label() {
    return getClass().getSimpleName();
  }

  /** The reason to give if a metric has a bad value. */
  record Rule(Metric metric, DoublePredicate bad, String reason) {}

  /** Every rule, in the order of the reasons. */
  List<Rule> RULES =
      List.of(
          new Rule(EDGE_HEALTHY, v -> v < 1, "The edge does not answer: readers get nothing"),
          new Rule(PRIMARY_HEALTHY, v -> v < 1, "The primary does not serve its health object"),
          new Rule(
              STANDBY_HEALTHY,
              v -> v < 1,
              "The standby does not serve its health object: no failover"),
          new Rule(SERVED_BY_STANDBY, v -> v > 0, "The standby serves the readers"),
          new Rule(
              GUARANTEES_KEPT,
              v -> v < 1,
              "The standby does not enforce stamps and conditions: late writes can show"),
          new Rule(FOREIGN_WRITES, v -> v > 0, "Another writer changes the standby"),
          new Rule(
              NOTIFICATION_KEPT,
              v -> v < 1,
              "The primary's event notification no longer reaches the changes queue"),
          new Rule(HEARTBEAT_LAG, v -> v > 300, "The standby is more than 5 minutes behind"),
          new Rule(PARKED_WAITING, v -> v > 0, "Parked messages wait for an operator"),
          new Rule(DISK_USED, v -> v > 80, "The standby's disk is more than 80 % full"),
          new Rule(DAYS_TO_EXPIRY, v -> v < 0, "A TLS certificate has expired"),
          new Rule(
              DAYS_TO_EXPIRY, v -> v >= 0 && v < 21, "A TLS certificate expires within 21 days"),
          new Rule(CLOCK_SKEW, v -> v > 5, "The standby's clock is more than 5 s off"));

  /**
   * The verdict on the values of all checks.
   *
   * @param measured the values; a missing value has no effect
   * @param troubles what could not be observed or is wrong; any makes the verdict at least degraded
   */
  static Verdict of(Collection<Measurement> measured, List<String> troubles) {
    List<String> reasons = new ArrayList<>();
    for (Rule rule : RULES) {
      if (measured.stream().anyMatch(m -> m.metric() == rule.metric && rule.bad.test(m.value()))) {
        reasons.add(rule.reason);
      }
    }
    reasons.addAll(troubles);
    boolean neither = isZero(measured, PRIMARY_HEALTHY) && isZero(measured, STANDBY_HEALTHY);
    if (isZero(measured, EDGE_HEALTHY) || neither) {
      return new Down(reasons);
    }
    return reasons.isEmpty() ? new Healthy() : new Degraded(reasons);
  }

  private static boolean isZero(Collection<Measurement> measured, Metric metric) {
    return measured.stream().anyMatch(m -> m.metric() == metric && m.value() == 0);
  }
}
