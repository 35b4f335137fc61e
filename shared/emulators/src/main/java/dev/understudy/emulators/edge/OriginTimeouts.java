package dev.understudy.emulators.edge;

import java.time.Duration;

/**
 * Limits of a reader's request to an origin.
 *
 * @param connect until the connection is established, else status 522
 * @param read for each read of the response, else status 524
 */
public record OriginTimeouts(Duration connect, Duration read) {
  /** Cloudflare's defaults, from its documentation page "Connection limits". */
  public static OriginTimeouts production() {
    return new OriginTimeouts(Duration.ofSeconds(19), Duration.ofSeconds(100));
  }

  /** The same limits, divided by the factor. */
  public OriginTimeouts scaledDown(int factor) {
    return new OriginTimeouts(connect.dividedBy(factor), read.dividedBy(factor));
  }
}
