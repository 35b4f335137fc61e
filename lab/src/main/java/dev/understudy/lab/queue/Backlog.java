package dev.understudy.lab.queue;

/**
 * How many messages a queue holds, as far as it knows: SQS itself calls these numbers approximate
 * and may be up to a minute late with them, the embedded server is exact.
 */
public record Backlog(long visible, long inFlight, long delayed) {
  public boolean isEmpty() {
    return total() == 0;
  }

  public long total() {
    return visible + inFlight + delayed;
  }
}
