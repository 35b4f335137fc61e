package dev.understudy.emulators.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Looks at an origin from somewhere. Called by several threads at once. */
@FunctionalInterface
public interface HealthChecker {
  /**
   * One look.
   *
   * @param region the region's name
   * @param dataCentre which of the region's, from 0
   * @param timeout for all of it
   */
  HealthCheckResult check(EdgeOrigin origin, String region, int dataCentre, Duration timeout);

  /**
   * Over the wire: status 200, and the expected text within the first 10 KB, in any case. All data
   * centres are here, so region and data centre make no difference.
   */
  static HealthCheckResult overHttp(
      EdgeOrigin origin, String region, int dataCentre, Duration timeout) {
    try (OriginResponse answer =
        OriginRequest.get(origin, EdgeOrigin.HEALTH).send(timeout, timeout, timeout)) {
      boolean expected =
          answer.status() == 200
              && answer.text(10_000).toLowerCase(Locale.ROOT).contains(origin.expectedBody());
      return expected ? HealthCheckResult.PASSED : HealthCheckResult.FAILED;
    } catch (OriginFailure e) {
      return e.isSilence() ? HealthCheckResult.SILENT : HealthCheckResult.FAILED;
    } catch (IOException e) {
      return e instanceof java.net.SocketTimeoutException
          ? HealthCheckResult.SILENT
          : HealthCheckResult.FAILED;
    }
  }
}
