package dev.understudy.cli.plan;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Limits;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of which only the size is known, all of it missing on the standby.
 *
 * @param keys number of objects
 * @param bytes of all objects
 */
public record BucketSize(long keys, long bytes) {
  private static final BigDecimal MAX_KEYS = new BigDecimal("1e12");
  private static final BigDecimal MAX_BYTES = new BigDecimal("1e18");

  /**
   * @throws ConfigurationException if a number is negative, has a fraction, or is above a trillion
   *     keys or 10^18 bytes
   */
  public static BucketSize of(BigDecimal keys, BigDecimal bytes) {
    return new BucketSize(whole("--keys", keys, MAX_KEYS), whole("--bytes", bytes, MAX_BYTES));
  }

  private static long whole(String option, BigDecimal value, BigDecimal max) {
    if (value.signum() < 0 || value.compareTo(max) > 0 || value.stripTrailingZeros().scale() > 0) {
      throw new ConfigurationException(
          "%s is %s but must be a whole number from 0 to %s".formatted(option, value, max));
    }
    return value.longValueExact();
  }

  /**
   * The costs of a backfill, of a month, and of a pass in several key ranges.
   *
   * @param changesPerDay changes of objects; 0 for the standing cost only
   */
  public Map<String, Object> report(Prices prices, Limits limits, long changesPerDay) {
    Estimate estimate = new Estimate(Workload.of(keys, bytes), prices, limits);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("assumed", Tally.of(keys, bytes).fields());
    report.put("backfill", estimate.backfill());
    report.put("month", estimate.month(changesPerDay));
    report.put("passes", estimate.passRows());
    report.put("prices", prices.source());
    report.put("assumptions", prices.values());
    return report;
  }
}
