package dev.understudy.core.config;

import dev.understudy.core.object.HeldLabels;

/** Reads the variable about labels. docs/configuration.md describes it. */
public final class LabelVariables {
  private LabelVariables() {}

  /** What the standby holds of an object's labels. The environment collects mistakes. */
  public static HeldLabels of(Environment environment) {
    return environment.either("LABELS_NOT_HELD", "leave_out", "refuse").equals("refuse")
        ? HeldLabels.EVERYTHING
        : HeldLabels.MINIO;
  }
}
