package dev.understudy.emulators.edge;

/** What is known of a pool. */
public enum Health {
  /** Not enough results yet; it takes no traffic, as if it were unhealthy. */
  UNKNOWN,
  HEALTHY,
  UNHEALTHY
}
