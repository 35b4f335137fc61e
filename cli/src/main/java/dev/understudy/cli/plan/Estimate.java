package dev.understudy.cli.plan;

import dev.understudy.core.config.Limits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Costs and hours, as docs/backfill.md and docs/performance.md calculate them. */
final class Estimate {
  private static final double HOURS_PER_MONTH = 720;
  private static final double DAYS_PER_MONTH = 30;
  private static final double MILLION = 1e6;
  private static final double GB = 1e9;
  private static final double GIB = 1L << 30;

  private final Survey survey;
  private final Prices prices;
  private final Limits limits;

  /**
   * @param limits the bandwidth that the replicator may use; repairs copy a backfill
   */
  Estimate(Survey survey, Prices prices, Limits limits) {
    this.survey = survey;
    this.prices = prices;
    this.limits = limits;
  }

  /** What copies every missing and stale object: quantities, costs and hours. */
  Map<String, Object> backfill() {
    Tally copied = copied();
    double reads =
        survey.missing().keys() * of("readsPerMissingKey")
            + survey.stale().keys() * of("readsPerStaleKey");
    Costs costs = new Costs();
    costs.add("LIST requests", of("passesPerBackfill") * listsPerPass(), usdPerList());
    costs.add("GET and HEAD requests", reads + survey.parts(), usdPerRead());
    costs.add("SQS requests", copied.keys() * of("sqsRequestsPerHint"), usdPerSqsRequest());
    costs.add("Lambda GB-seconds", functionSeconds() * of("replicatorGb"), usdPerGbSecond());
    costs.add("Lambda invocations", copied.keys() / of("parallelKeys"), usdPerInvocation());
    costs.add("GB of logs", logGb((double) copied.keys()), of("usdPerGbOfLogs"));
    addEgress(costs, copied.bytes() / GB);
    Map<String, Object> result = new LinkedHashMap<>(copied.fields());
    result.putAll(costs.fields());
    result.put("hours", hours(copied));
    return result;
  }

  /** Each of these limits the backfill; the slowest decides. */
  private Map<String, Object> hours(Tally copied) {
    double network = copied.bytes() / bytesPerSecond() / 3600;
    double replicator = functionSeconds() / of("repairsConcurrency") / 3600;
    double runs = Math.max(1, Math.ceil(copied.keys() / of("hintsPerRun")));
    double reconciler = (runs - 1) * of("reconcilerIntervalHours");
    Map<String, Object> hours = new LinkedHashMap<>();
    hours.put("network", rounded(network));
    hours.put("replicator", rounded(replicator));
    hours.put("reconciler", rounded(reconciler));
    hours.put("longest", rounded(Math.max(network, Math.max(replicator, reconciler))));
    return hours;
  }

  /** The mean bandwidth of a backfill, whose invocations share the limit with live changes. */
  private double bytesPerSecond() {
    double repairs = of("repairsConcurrency");
    double share = repairs / (repairs + limits.maximumConcurrency());
    return limits.bandwidth().mean(share, of("standbyMbPerSecond") * MILLION);
  }

  /** What a month costs after the backfill. */
  Map<String, Object> month(long changesPerDay) {
    double changes = changesPerDay * DAYS_PER_MONTH;
    double passes = HOURS_PER_MONTH / of("reconcilerIntervalHours");
    double passSeconds =
        survey.listedInScope().keys() / MILLION * of("reconcilerSecondsPerMillionKeys");
    double deepReads = survey.inScope().keys() * DAYS_PER_MONTH / of("deepCheckDays");
    double meanBytes = survey.inScope().bytes() / (double) Math.max(1, survey.inScope().keys());
    Costs costs = new Costs();
    costs.add("fixed parts", 1, of("usdFixedPerMonth"));
    costs.add("standby server", 1, of("usdStandbyServerPerMonth"));
    costs.add(
        "GiB of the standby's volume", survey.inScope().bytes() / GIB, of("usdPerGibOfVolume"));
    costs.add("LIST requests", passes * listsPerPass(), usdPerList());
    costs.add("GET and HEAD requests", deepReads + changes * of("readsPerChange"), usdPerRead());
    costs.add("SQS requests", changes * of("sqsRequestsPerChange"), usdPerSqsRequest());
    costs.add(
        "Lambda GB-seconds",
        passes * passSeconds * of("reconcilerGb")
            + changes * of("secondsPerChange") * of("replicatorGb"),
        usdPerGbSecond());
    costs.add("Lambda invocations", passes + changes, usdPerInvocation());
    costs.add("GB of logs", logGb(changes), of("usdPerGbOfLogs"));
    addEgress(costs, changes * meanBytes / GB);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("changes", Math.round(changes));
    result.putAll(costs.fields());
    return result;
  }

  private Tally copied() {
    Tally copied = new Tally();
    copied.add(survey.missing());
    copied.add(survey.stale());
    return copied;
  }

  /** Seconds of one function at a time: waiting for small objects, bytes of large ones. */
  private double functionSeconds() {
    return copied().keys() * of("secondsPerObject") / of("parallelKeys")
        + survey.large().bytes() / MILLION / of("functionMbPerSecond");
  }

  private void addEgress(Costs costs, double gb) {
    costs.add("GB out of AWS", gb, of("usdPerGbOut"), of("freeGbOutPerMonth"));
  }

  private double listsPerPass() {
    return Math.ceil(survey.listedInScope().keys() / 1000.0);
  }

  private double logGb(double outcomes) {
    return outcomes * of("logKbPerOutcome") / MILLION;
  }

  private double usdPerList() {
    return of("usdPer1000Lists") / 1000;
  }

  private double usdPerRead() {
    return of("usdPer1000Reads") / 1000;
  }

  private double usdPerSqsRequest() {
    return of("usdPerMillionSqsRequests") / MILLION;
  }

  private double usdPerInvocation() {
    return of("usdPerMillionInvocations") / MILLION;
  }

  private double usdPerGbSecond() {
    return of("usdPerLambdaGbSecond");
  }

  private double of(String name) {
    return prices.of(name);
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
  }

  /** The rows of a bill, and their sum. */
  private static final class Costs {
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private double usd;

    void add(String item, double quantity, double usdEach) {
      add(item, quantity, usdEach, 0);
    }

    void add(String item, double quantity, double usdEach, double free) {
      double cost = Math.max(0, quantity - free) * usdEach;
      usd += cost;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("item", item);
      row.put("quantity", quantity(quantity));
      row.put("usd", rounded(cost));
      rows.add(row);
    }

    /** A whole number, unless it is a small one. */
    private static Number quantity(double quantity) {
      if (quantity < 100 && quantity != Math.rint(quantity)) {
        return rounded(quantity);
      }
      return Math.round(quantity);
    }

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("usd", rounded(usd));
      fields.put("costs", rows);
      return fields;
    }
  }
}
