package dev.understudy.lab.stack;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.lab.queue.Queues;

/**
 * The name of a standby of the stack, and of what belongs to it. The first one has the names of an
 * installation with one standby, as with Terraform.
 *
 * @param number 1 to {@value #MAX}
 */
public record StandbyName(int number) {
  /** The greatest number of standbys. */
  public static final int MAX = 3;

  static final StandbyName FIRST = new StandbyName(1);

  public StandbyName {
    if (number < 1 || number > MAX) {
      throw new IllegalArgumentException(
          "A standby has a number from 1 to %d, not %d".formatted(MAX, number));
    }
  }

  boolean isFirst() {
    return number == 1;
  }

  /** What the names of the standby's files end with, before the extension. */
  public String suffix() {
    return isFirst() ? "" : "-" + number;
  }

  /** What the names of the standby's queues begin with. */
  String queuePrefix() {
    return isFirst() ? Queues.PREFIX : Queues.PREFIX + this + "-";
  }

  /** The namespace of the standby's metrics. */
  String namespace() {
    return isFirst() ? Telemetry.NAMESPACE : Telemetry.NAMESPACE + "/" + this;
  }

  /** The name of the bucket and of the pool, such as {@code standby-2}. */
  @Override
  public String toString() {
    return "standby" + suffix();
  }
}
