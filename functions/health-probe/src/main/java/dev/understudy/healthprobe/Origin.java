package dev.understudy.healthprobe;

import java.util.Arrays;
import java.util.Optional;

/** What the edge fetches from, and how it is known: by the body of its health object. */
enum Origin {
  PRIMARY("primary", "ok-primary", Metric.PRIMARY_HEALTHY),
  STANDBY("standby", "ok-standby", Metric.STANDBY_HEALTHY);

  /** Each origin's own, never replicated; Terraform and the droplet's bootstrap write it. */
  static final String HEALTH_KEY = ".origin/health";

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

  /** Whose health object this is, if it is one. */
  static Optional<Origin> of(String content) {
    return Arrays.stream(values()).filter(o -> o.body.equals(content.strip())).findFirst();
  }
}
