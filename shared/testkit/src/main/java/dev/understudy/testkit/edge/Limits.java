package dev.understudy.testkit.edge;

import java.time.Duration;

/**
 * How long readers' requests wait for an origin.
 *
 * @param connect until the connection stands, else 522
 * @param read for each piece of the answer, else 524
 */
public record Limits(Duration connect, Duration read) {
  /** Cloudflare's, by its page "Connection limits". */
  public static Limits production() {
    return new Limits(Duration.ofSeconds(19), Duration.ofSeconds(100));
  }

  /** The same, divided by the factor. */
  public Limits scaledDown(int factor) {
    return new Limits(connect.dividedBy(factor), read.dividedBy(factor));
  }
}
