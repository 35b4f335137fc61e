package dev.understudy.healthprobe;

import java.util.Arrays;
import java.util.Optional;

/** The names of the checks, in the order in which they are reported. */
enum CheckName {
  PRIMARY("primary"),
  STANDBY("standby"),
  EDGE("edge"),
  SECRET("secret"),
  HEARTBEAT("heartbeat"),
  GUARANTEES("guarantees"),
  CLOCK("clock"),
  CERTIFICATES("certificates"),
  DISK("disk"),
  QUEUES("queues"),
  NOTIFICATION("notification"),
  FOREIGN_WRITES("foreignWrites");

  private final String label;

  CheckName(String label) {
    this.label = label;
  }

  /** The name in inputs and results. */
  String label() {
    return label;
  }

  /** The check with this label, if there is one. */
  static Optional<CheckName> of(String label) {
    return Arrays.stream(values()).filter(name -> name.label.equals(label)).findFirst();
  }
}
