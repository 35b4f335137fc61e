package dev.understudy.lab.queue;

/**
 * How many messages a queue holds, as far as it knows: SQS itself calls these numbers approximate
 * and may be up to a minute late with them, the embedded server is exact.
 */
public record Backlog(long visible, long inFlight, long delayed) {
  public boolean isEmpty() {
    return total() == 0;
  }

  /** What both hold. */
  public Backlog plus(Backlog other) {
    return new Backlog(visible + other.visible, inFlight + other.inFlight, delayed + other.delayed);
  }

  public long total() {
    return visible + inFlight + delayed;
  }
}
