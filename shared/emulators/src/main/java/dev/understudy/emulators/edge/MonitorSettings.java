package dev.understudy.emulators.edge;

import java.time.Duration;
import java.util.List;

/**
 * The monitor of a pool. The components have the names of the variable {@code monitor} of the
 * Terraform module {@code cloudflare-lb}.
 *
 * @param interval from one round of checks to the next
 * @param timeout of one check
 * @param retries how often a check without a response is repeated at once
 * @param consecutiveDown consecutive failed rounds that make a pool unhealthy
 * @param consecutiveUp consecutive passed rounds that make it healthy
 * @param regions that check, each from {@value #DATA_CENTRES} data centres
 * @param spread upper bound for the quorum, its distribution to all data centres and DNS caches; a
 *     constant of the module's formula, not a setting of Cloudflare
 */
public record MonitorSettings(
    Duration interval,
    Duration timeout,
    int retries,
    int consecutiveDown,
    int consecutiveUp,
    List<String> regions,
    Duration spread) {
  /** The number of data centres per region that check an origin. */
  public static final int DATA_CENTRES = 3;

  /**
   * @throws IllegalArgumentException naming the value that is out of bounds
   */
  public MonitorSettings {
    regions = List.copyOf(regions);
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) >= 0) {
      throw new IllegalArgumentException(
          "timeout must be above 0 and less than the interval %s, not %s"
              .formatted(interval, timeout));
    }
    if (retries < 0 || consecutiveDown < 1 || consecutiveUp < 1 || regions.isEmpty()) {
      throw new IllegalArgumentException(
          "retries must be 0 or more, consecutive_down, consecutive_up and the number of regions 1"
              + " or more, not %d, %d, %d and %d"
                  .formatted(retries, consecutiveDown, consecutiveUp, regions.size()));
    }
  }

  /** The defaults of the Terraform module. */
  public static MonitorSettings production() {
    return new MonitorSettings(
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        2,
        2,
        3,
        List.of("WEU"),
        Duration.ofSeconds(10));
  }

  /** The same settings with every duration divided by the factor. */
  public MonitorSettings scaledDown(int factor) {
    return new MonitorSettings(
        interval.dividedBy(factor),
        timeout.dividedBy(factor),
        retries,
        consecutiveDown,
        consecutiveUp,
        regions,
        spread.dividedBy(factor));
  }

  /**
   * The longest times until the standby serves readers: the module's output {@code
   * rto_worst_seconds}. They assume that a check with all its retries ends before the next begins.
   */
  public WorstCase worst() {
    Duration errors = interval.multipliedBy(consecutiveDown).plus(spread);
    return new WorstCase(errors, errors.plus(timeout.multipliedBy(retries + 1L)));
  }

  /**
   * Longest times until failover.
   *
   * @param errors if the primary refuses connections or responds with errors
   * @param silence if it accepts connections and never responds
   */
  public record WorstCase(Duration errors, Duration silence) {}
}
