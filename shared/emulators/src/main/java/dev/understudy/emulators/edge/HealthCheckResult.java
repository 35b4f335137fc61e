package dev.understudy.emulators.edge;

/** What one look at an origin's health came to. */
public enum HealthCheckResult {
  /** Answered as expected, in time. */
  PASSED,
  /** Answered otherwise, or the connection failed: not repeated. */
  FAILED,
  /** Not answered in time: repeated at once, as often as the settings say. */
  SILENT
}
