package dev.understudy.emulators.edge;

/** The result of one health check. */
public enum HealthCheckResult {
  /** The expected response arrived in time. */
  PASSED,
  /** Another response, or a failed connection. It is not repeated. */
  FAILED,
  /** No response within the timeout. It is repeated at once, up to the configured retries. */
  SILENT
}
