package dev.understudy.testkit.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Looks at an origin from somewhere. Called by several threads at once. */
@FunctionalInterface
public interface Looker {
  /**
   * One look.
   *
   * @param region the region's name
   * @param dataCentre which of the region's, from 0
   * @param timeout for all of it
   */
  Look look(Origin origin, String region, int dataCentre, Duration timeout);

  /**
   * Over the wire: status 200, and the expected text within the first 10 KB, in any case. All data
   * centres are here, so region and data centre make no difference.
   */
  static Look overHttp(Origin origin, String region, int dataCentre, Duration timeout) {
    try (OriginAnswer answer =
        OriginCall.get(origin, Origin.HEALTH).send(timeout, timeout, timeout)) {
      boolean expected =
          answer.status() == 200
              && answer.text(10_000).toLowerCase(Locale.ROOT).contains(origin.expectedBody());
      return expected ? Look.PASSED : Look.FAILED;
    } catch (OriginFailure e) {
      return e.isSilence() ? Look.SILENT : Look.FAILED;
    } catch (IOException e) {
      return e instanceof java.net.SocketTimeoutException ? Look.SILENT : Look.FAILED;
    }
  }
}
