package dev.understudy.healthprobe;

import dev.understudy.core.telemetry.Metric;
import java.util.Arrays;
import java.util.Optional;

/** What the edge fetches from. The body of its health object identifies it. */
enum Origin {
  PRIMARY("primary", "ok-primary", Metric.PRIMARY_HEALTHY),
  STANDBY("standby", "ok-standby", Metric.STANDBY_HEALTHY);

  private final String label;
  private final String body;
  private final Metric healthy;

  Origin(String label, String body, Metric healthy) {
    this.label = label;
    this.body = body;
    this.healthy = healthy;
  }

  String label() {
    return label;
  }

  String body() {
    return body;
  }

  Metric healthy() {
    return healthy;
  }

  /** The origin with this health object, if there is one. */
  static Optional<Origin> of(String content) {
    return Arrays.stream(values()).filter(o -> o.body.equals(content.strip())).findFirst();
  }
}
