package dev.understudy.cli;

import dev.understudy.cli.plan.Prices;
import dev.understudy.cli.plan.UsageReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a deployed stack cost in the last 24 full hours. CloudWatch bills each read, so the result
 * is kept for ten minutes. Used by one thread.
 */
final class StackCosts {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration DAY = Duration.ofDays(1);

  private final Installation installation;
  private final Prices prices;
  private Map<String, Object> costs = Map.of();
  private Instant readAt = Instant.EPOCH;

  /**
   * @param installation of a stack
   */
  StackCosts(Installation installation, Prices prices) {
    this.installation = installation;
    this.prices = prices;
  }

  /** The end of the 24 hours, and the fields of {@link UsageReport}. */
  Map<String, Object> read() {
    Instant now = Instant.now();
    if (now.isAfter(readAt.plus(KEPT))) {
      Instant until = now.truncatedTo(ChronoUnit.HOURS);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("until", until.toString());
      fields.putAll(UsageReport.of(StackUsage.read(installation, until.minus(DAY), until), prices));
      costs = fields;
      readAt = now;
    }
    return costs;
  }
}
