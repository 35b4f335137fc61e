package dev.understudy.emulators.edge;

import java.time.Duration;
import java.util.List;

/**
 * When an origin counts as down: the variable {@code monitor} of Terraform's module {@code
 * cloudflare-lb}, name by name.
 *
 * @param interval from one round of looks to the next
 * @param timeout of one look
 * @param retries how often a look that was not answered is repeated at once; an answer never is
 * @param consecutiveDown rounds in a row that must fail before a pool is unhealthy
 * @param consecutiveUp rounds in a row that must pass before it is healthy
 * @param regions from which to look, each from {@value #DATA_CENTRES} data centres
 * @param spread allowed at most for the quorum, its way to all data centres and their caches of
 *     names; no setting of Cloudflare's, but a constant of the module's formula
 */
public record MonitorSettings(
    Duration interval,
    Duration timeout,
    int retries,
    int consecutiveDown,
    int consecutiveUp,
    List<String> regions,
    Duration spread) {
  /** From how many data centres of each region an origin is looked at. */
  public static final int DATA_CENTRES = 3;

  /**
   * @throws IllegalArgumentException naming what is out of bounds
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

  /** The module's defaults. */
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

  /** The same with every time divided by the factor, and every number as it is. */
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
   * Longest time until readers are served by the standby: the module's output {@code
   * rto_worst_seconds}. It takes for granted that a look with all its retries ends before the next
   * one begins.
   */
  public WorstCase worst() {
    Duration errors = interval.multipliedBy(consecutiveDown).plus(spread);
    return new WorstCase(errors, errors.plus(timeout.multipliedBy(retries + 1L)));
  }

  /**
   * Longest times until failover.
   *
   * @param errors where the primary refuses connections or answers errors
   * @param silence where it accepts connections and never answers
   */
  public record WorstCase(Duration errors, Duration silence) {}
}
