package dev.understudy.core.telemetry;

import static dev.understudy.core.telemetry.Metric.Source.HEALTH_PROBE;
import static dev.understudy.core.telemetry.Metric.Source.RECONCILER;
import static dev.understudy.core.telemetry.Metric.Source.REPLICATOR;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every metric that a function sends. docs/metrics.md says what each means. All have the dimension
 * {@link Telemetry#DIMENSION}.
 */
public enum Metric {
  COPIED(REPLICATOR, "Copied", Unit.COUNT),
  RELABELED(REPLICATOR, "Relabeled", Unit.COUNT),
  DELETED(REPLICATOR, "Deleted", Unit.COUNT),
  EVICTED(REPLICATOR, "Evicted", Unit.COUNT),
  IN_SYNC(REPLICATOR, "InSync", Unit.COUNT),
  REFUSED(REPLICATOR, "Refused", Unit.COUNT),
  RESTLESS(REPLICATOR, "Restless", Unit.COUNT),
  CONTINUED(REPLICATOR, "Continued", Unit.COUNT),
  IN_PROGRESS(REPLICATOR, "InProgress", Unit.COUNT),
  OUT_OF_TIME(REPLICATOR, "OutOfTime", Unit.COUNT),
  UNAVAILABLE(REPLICATOR, "Unavailable", Unit.COUNT),
  IN_DOUBT(REPLICATOR, "InDoubt", Unit.COUNT),
  CORRUPT(REPLICATOR, "Corrupt", Unit.COUNT),
  PARKED(REPLICATOR, "Parked", Unit.COUNT),
  LABELS_LEFT_OUT(REPLICATOR, "LabelsLeftOut", Unit.COUNT),
  BYTES(REPLICATOR, "Bytes", Unit.BYTES),
  COALESCED(REPLICATOR, "Coalesced", Unit.COUNT),
  COALESCED_BYTES(REPLICATOR, "CoalescedBytes", Unit.BYTES),
  RELABELED_BYTES(REPLICATOR, "RelabeledBytes", Unit.BYTES),
  LAG(REPLICATOR, "Lag", Unit.SECONDS),
  STANDBY_UNSTAMPED(REPLICATOR, "StandbyUnstamped", Unit.COUNT),
  STANDBY_FOREIGN_ETAGS(REPLICATOR, "StandbyForeignEtags", Unit.COUNT),
  STANDBY_UNCONDITIONAL(REPLICATOR, "StandbyUnconditional", Unit.COUNT),

  RECONCILER_RUNS(RECONCILER, "ReconcilerRuns", Unit.COUNT),
  KEYS_COMPARED(RECONCILER, "KeysCompared", Unit.COUNT),
  MISSING(RECONCILER, "Missing", Unit.COUNT),
  STALE(RECONCILER, "Stale", Unit.COUNT),
  ORPHANED(RECONCILER, "Orphaned", Unit.COUNT),
  EXCLUDED_REPLICAS(RECONCILER, "ExcludedReplicas", Unit.COUNT),
  REFUSED_KEYS(RECONCILER, "RefusedKeys", Unit.COUNT),
  UNREADABLE_KEYS(RECONCILER, "UnreadableKeys", Unit.COUNT),
  HINTS_SENT(RECONCILER, "HintsSent", Unit.COUNT),
  BRAKE(RECONCILER, "Brake", Unit.COUNT),
  PROOF_AGE_SECONDS(RECONCILER, "ProofAgeSeconds", Unit.SECONDS),
  KEYS_PER_SECOND(RECONCILER, "KeysPerSecond", Unit.COUNT_PER_SECOND),
  HOT_KEYS(RECONCILER, "HotKeys", Unit.COUNT),
  HOT_KEYS_DROPPED(RECONCILER, "HotKeysDropped", Unit.COUNT),
  HOT_LOG_FILES(RECONCILER, "HotLogFiles", Unit.COUNT),
  HOT_BAD_LINES(RECONCILER, "HotBadLines", Unit.COUNT),
  HOT_LOG_AGE_SECONDS(RECONCILER, "HotLogAgeSeconds", Unit.SECONDS),

  PRIMARY_HEALTHY(HEALTH_PROBE, "PrimaryHealthy", Unit.COUNT),
  STANDBY_HEALTHY(HEALTH_PROBE, "StandbyHealthy", Unit.COUNT),
  EDGE_HEALTHY(HEALTH_PROBE, "EdgeHealthy", Unit.COUNT),
  SERVED_BY_STANDBY(HEALTH_PROBE, "ServedByStandby", Unit.COUNT),
  HEARTBEAT_LAG(HEALTH_PROBE, "HeartbeatLag", Unit.SECONDS),
  GUARANTEES_KEPT(HEALTH_PROBE, "GuaranteesKept", Unit.COUNT),
  CLOCK_SKEW(HEALTH_PROBE, "ClockSkew", Unit.SECONDS),
  DAYS_TO_EXPIRY(HEALTH_PROBE, "DaysToExpiry", Unit.COUNT, "Endpoint"),
  DISK_USED(HEALTH_PROBE, "DiskUsed", Unit.PERCENT),
  CHANGES_WAITING(HEALTH_PROBE, "ChangesWaiting", Unit.COUNT),
  REPAIRS_WAITING(HEALTH_PROBE, "RepairsWaiting", Unit.COUNT),
  PARKED_WAITING(HEALTH_PROBE, "ParkedWaiting", Unit.COUNT),
  NOTIFICATION_KEPT(HEALTH_PROBE, "NotificationKept", Unit.COUNT),
  FOREIGN_WRITES(HEALTH_PROBE, "ForeignWrites", Unit.COUNT),
  VERDICT(HEALTH_PROBE, "Verdict", Unit.COUNT),
  PROBE_SECONDS(HEALTH_PROBE, "ProbeSeconds", Unit.SECONDS);

  private final Source source;
  private final String label;
  private final Unit unit;
  private final Optional<String> dimension;

  Metric(Source source, String label, Unit unit) {
    this(source, label, unit, Optional.empty());
  }

  Metric(Source source, String label, Unit unit, String dimension) {
    this(source, label, unit, Optional.of(dimension));
  }

  Metric(Source source, String label, Unit unit, Optional<String> dimension) {
    this.source = source;
    this.label = label;
    this.unit = unit;
    this.dimension = dimension;
  }

  /** All metrics of one function, in the order of docs/metrics.md. */
  public static List<Metric> of(Source source) {
    return Arrays.stream(values()).filter(metric -> metric.source == source).toList();
  }

  /** The name in CloudWatch. */
  public String label() {
    return label;
  }

  public Unit unit() {
    return unit;
  }

  /** The second dimension, where the metric has one value for each of several things. */
  public Optional<String> dimension() {
    return dimension;
  }

  /** The function that sends a metric. */
  public enum Source {
    REPLICATOR,
    RECONCILER,
    HEALTH_PROBE
  }

  /** The units of CloudWatch that are in use. */
  public enum Unit {
    COUNT("Count"),
    BYTES("Bytes"),
    SECONDS("Seconds"),
    COUNT_PER_SECOND("Count/Second"),
    PERCENT("Percent");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    /** The name in CloudWatch. */
    public String label() {
      return label;
    }
  }
}
