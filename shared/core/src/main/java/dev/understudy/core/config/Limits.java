package dev.understudy.core.config;

/**
 * The load on the standby that all invocations of the replicator together may cause. Each of them
 * gets the same share, because no invocation knows what the others do.
 *
 * @param bandwidth the bytes of object bodies per second
 * @param requestsPerSecond the requests per second; 0 for no limit
 * @param maximumConcurrency the invocations for live changes at a time
 * @param repairsConcurrency the invocations for repairs at a time
 */
public record Limits(
    BandwidthTimetable bandwidth,
    int requestsPerSecond,
    int maximumConcurrency,
    int repairsConcurrency) {

  /** Reads the variables of the limits. The environment collects mistakes. */
  public static Limits of(Environment environment) {
    return new Limits(
        environment
            .optional("BANDWIDTH")
            .map(text -> timetable(environment, text))
            .orElse(BandwidthTimetable.OFF),
        environment.integer("REQUESTS_PER_SECOND", 0, 0, 1_000_000),
        environment.integer("MAXIMUM_CONCURRENCY", 8, 1, 1_000),
        environment.integer("REPAIRS_CONCURRENCY", 2, 0, 1_000));
  }

  private static BandwidthTimetable timetable(Environment environment, String text) {
    try {
      return BandwidthTimetable.parse(text);
    } catch (IllegalArgumentException e) {
      environment.mistake("BANDWIDTH is \"%s\": %s".formatted(text, e.getMessage()));
      return BandwidthTimetable.OFF;
    }
  }

  /** The invocations that share the limits. */
  public int invocations() {
    return maximumConcurrency + repairsConcurrency;
  }
}
