package dev.understudy.emulators.edge;

import java.time.Duration;

/**
 * How long readers' requests wait for an origin.
 *
 * @param connect until the connection stands, else 522
 * @param read for each piece of the answer, else 524
 */
public record OriginTimeouts(Duration connect, Duration read) {
  /** Cloudflare's, by its page "Connection limits". */
  public static OriginTimeouts production() {
    return new OriginTimeouts(Duration.ofSeconds(19), Duration.ofSeconds(100));
  }

  /** The same, divided by the factor. */
  public OriginTimeouts scaledDown(int factor) {
    return new OriginTimeouts(connect.dividedBy(factor), read.dividedBy(factor));
  }
}
