package dev.understudy.healthprobe;

import java.util.Arrays;
import java.util.Optional;

/** The checks, in the order in which they are told of. */
enum CheckName {
  PRIMARY("primary"),
  STANDBY("standby"),
  EDGE("edge"),
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

  /** As people name it in the input. */
  String label() {
    return label;
  }

  /** A new one. */
  Check check() {
    return switch (this) {
      case PRIMARY -> new OriginCheck(Origin.PRIMARY);
      case STANDBY -> new OriginCheck(Origin.STANDBY);
      case EDGE -> new EdgeCheck();
      case HEARTBEAT -> new HeartbeatCheck();
      case GUARANTEES -> new GuaranteesCheck();
      case CLOCK -> new ClockCheck();
      case CERTIFICATES -> new CertificatesCheck();
      case DISK -> new DiskCheck();
      case QUEUES -> new QueuesCheck();
      case NOTIFICATION -> new NotificationCheck();
      case FOREIGN_WRITES -> new ForeignWritesCheck();
    };
  }

  /** The check of this label, if there is one. */
  static Optional<CheckName> of(String label) {
    return Arrays.stream(values()).filter(name -> name.label.equals(label)).findFirst();
  }
}
