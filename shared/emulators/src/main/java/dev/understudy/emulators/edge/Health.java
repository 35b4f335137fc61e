package dev.understudy.emulators.edge;

/** The health of a pool, as its monitor sees it. */
public enum Health {
  /** Too few results so far; steering treats it as unhealthy. */
  UNKNOWN,
  HEALTHY,
  UNHEALTHY
}
