package dev.understudy.healthprobe;

import static dev.understudy.healthprobe.Metric.CLOCK_SKEW;
import static dev.understudy.healthprobe.Metric.DAYS_TO_EXPIRY;
import static dev.understudy.healthprobe.Metric.DISK_USED;
import static dev.understudy.healthprobe.Metric.EDGE_HEALTHY;
import static dev.understudy.healthprobe.Metric.FOREIGN_WRITES;
import static dev.understudy.healthprobe.Metric.GUARANTEES_KEPT;
import static dev.understudy.healthprobe.Metric.HEARTBEAT_LAG;
import static dev.understudy.healthprobe.Metric.NOTIFICATION_KEPT;
import static dev.understudy.healthprobe.Metric.PARKED_WAITING;
import static dev.understudy.healthprobe.Metric.PRIMARY_HEALTHY;
import static dev.understudy.healthprobe.Metric.SERVED_BY_STANDBY;
import static dev.understudy.healthprobe.Metric.STANDBY_HEALTHY;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.DoublePredicate;

/** What all observations of a run come to. */
sealed interface Verdict {
  /** Readers are served by the primary, and would be by the standby. */
  record Healthy() implements Verdict {}

  /** Readers are served, but something that failover rests on is not as it must be. */
  record Degraded(List<String> reasons) implements Verdict {
    public Degraded {
      reasons = List.copyOf(reasons);
    }
  }

  /** Readers get nothing through the edge, or neither origin serves. */
  record Down(List<String> reasons) implements Verdict {
    public Down {
      reasons = List.copyOf(reasons);
    }
  }

  /** The value of the metric: 0, 1 or 2. */
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

  /** What a value means that is not as it must be. */
  record Rule(Metric metric, DoublePredicate bad, String reason) {}

  /** Every case, in the order of the reasons. */
  List<Rule> RULES =
      List.of(
          new Rule(EDGE_HEALTHY, v -> v < 1, "The edge does not answer: readers get nothing"),
          new Rule(PRIMARY_HEALTHY, v -> v < 1, "The primary does not serve"),
          new Rule(STANDBY_HEALTHY, v -> v < 1, "The standby does not serve: no failover"),
          new Rule(SERVED_BY_STANDBY, v -> v > 0, "The standby serves the readers"),
          new Rule(GUARANTEES_KEPT, v -> v < 1, "The standby keeps no order: late writes can show"),
          new Rule(FOREIGN_WRITES, v -> v > 0, "Somebody else writes to the standby"),
          new Rule(NOTIFICATION_KEPT, v -> v < 1, "The primary tells our queue of changes no more"),
          new Rule(HEARTBEAT_LAG, v -> v > 300, "The standby is more than 5 minutes behind"),
          new Rule(PARKED_WAITING, v -> v > 0, "Parked messages wait for a person"),
          new Rule(DISK_USED, v -> v > 80, "The standby's disk is more than 80 % full"),
          new Rule(DAYS_TO_EXPIRY, v -> v < 0, "A TLS certificate has ended"),
          new Rule(DAYS_TO_EXPIRY, v -> v >= 0 && v < 21, "A TLS certificate ends within 21 days"),
          new Rule(CLOCK_SKEW, v -> v > 5, "The standby's clock is more than 5 s off"));

  /**
   * The verdict on what was measured.
   *
   * @param measured by all checks; what is missing says nothing
   * @param unseen why something could not be seen; each makes it at least degraded
   */
  static Verdict of(Collection<Measurement> measured, List<String> unseen) {
    List<String> reasons = new ArrayList<>();
    for (Rule rule : RULES) {
      if (measured.stream().anyMatch(m -> m.metric() == rule.metric && rule.bad.test(m.value()))) {
        reasons.add(rule.reason);
      }
    }
    reasons.addAll(unseen);
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
