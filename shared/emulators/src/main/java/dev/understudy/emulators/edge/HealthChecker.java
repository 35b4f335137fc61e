package dev.understudy.emulators.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Checks an origin's health from a data centre. Called by several threads at once. */
@FunctionalInterface
public interface HealthChecker {
  /**
   * One health check.
   *
   * @param region the region's name
   * @param dataCentre index within the region, from 0
   * @param timeout limit of the whole check
   */
  HealthCheckResult check(EdgeOrigin origin, String region, int dataCentre, Duration timeout);

  /**
   * Expects status 200 and the expected text, without regard to case, within the first 10 KB of the
   * body. Region and data centre have no effect: all checks run in this JVM.
   */
  static HealthCheckResult overHttp(
      EdgeOrigin origin, String region, int dataCentre, Duration timeout) {
    try (OriginResponse response =
        OriginRequest.get(origin, EdgeOrigin.HEALTH).send(timeout, timeout, timeout)) {
      boolean expected =
          response.status() == 200
              && response.text(10_000).toLowerCase(Locale.ROOT).contains(origin.health());
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
