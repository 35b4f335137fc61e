package dev.understudy.lab.queue;

/**
 * The number of messages in a queue. The numbers of SQS are approximate and up to a minute old;
 * those of the embedded server are exact.
 */
public record Backlog(long visible, long inFlight, long delayed) {
  public boolean isEmpty() {
    return total() == 0;
  }

  /** The sum of both. */
  public Backlog plus(Backlog other) {
    return new Backlog(visible + other.visible, inFlight + other.inFlight, delayed + other.delayed);
  }

  public long total() {
    return visible + inFlight + delayed;
  }
}
