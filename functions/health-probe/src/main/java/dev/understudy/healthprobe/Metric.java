package dev.understudy.healthprobe;

import dev.understudy.core.telemetry.TelemetryEvent.Unit;

/** Every metric that the probe sends; docs/metrics.md says what each means. */
enum Metric {
  PRIMARY_HEALTHY("PrimaryHealthy", Unit.COUNT),
  STANDBY_HEALTHY("StandbyHealthy", Unit.COUNT),
  EDGE_HEALTHY("EdgeHealthy", Unit.COUNT),
  SERVED_BY_STANDBY("ServedByStandby", Unit.COUNT),
  HEARTBEAT_LAG("HeartbeatLag", Unit.SECONDS),
  GUARANTEES_KEPT("GuaranteesKept", Unit.COUNT),
  CLOCK_SKEW("ClockSkew", Unit.SECONDS),
  DAYS_TO_EXPIRY("DaysToExpiry", Unit.COUNT),
  DISK_USED("DiskUsed", Unit.PERCENT),
  CHANGES_WAITING("ChangesWaiting", Unit.COUNT),
  REPAIRS_WAITING("RepairsWaiting", Unit.COUNT),
  PARKED_WAITING("ParkedWaiting", Unit.COUNT),
  NOTIFICATION_KEPT("NotificationKept", Unit.COUNT),
  FOREIGN_WRITES("ForeignWrites", Unit.COUNT),
  VERDICT("Verdict", Unit.COUNT),
  PROBE_SECONDS("ProbeSeconds", Unit.SECONDS);

  private final String label;
  private final Unit unit;

  Metric(String label, Unit unit) {
    this.label = label;
    this.unit = unit;
  }

  /** As CloudWatch knows it. */
  String label() {
    return label;
  }

  Unit unit() {
    return unit;
  }
}
