package dev.understudy.cli.plan;

import dev.understudy.core.config.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Costs and hours, as docs/backfill.md and docs/performance.md calculate them. */
final class Estimate {
  private static final double DAYS_PER_MONTH = 30;
  private static final double MILLION = 1e6;
  private static final double GB = 1e9;
  private static final double GIB = 1L << 30;

  private final Workload work;
  private final Prices prices;
  private final Limits limits;
  private final PassModel passes;

  /**
   * @param limits the bandwidth that the replicator may use; repairs copy a backfill
   */
  Estimate(Workload work, Prices prices, Limits limits) {
    this.work = work;
    this.prices = prices;
    this.limits = limits;
    this.passes = new PassModel(prices);
  }

  /** What copies every missing and stale object: quantities, costs and hours. */
  Map<String, Object> backfill() {
    Tally copied = work.copied();
    double reads =
        work.missing().keys() * of("readsPerMissingKey")
            + work.stale().keys() * of("readsPerStaleKey");
    Bill bill = new Bill(prices);
    bill.lists(of("passesPerBackfill") * firstPass().lists());
    bill.reads(reads + work.parts());
    bill.sqsRequests(copied.keys() * of("sqsRequestsPerHint"));
    bill.lambda(functionSeconds() * of("replicatorGb"), copied.keys() / of("parallelKeys"));
    bill.logs(logGb((double) copied.keys()));
    bill.egress(copied.bytes() / GB, of("freeGbOutPerMonth"));
    Map<String, Object> result = new LinkedHashMap<>(copied.fields());
    result.putAll(bill.fields());
    result.put("hours", hours(copied));
    return result;
  }

  /** Each of these limits the backfill; the slowest decides. */
  private Map<String, Object> hours(Tally copied) {
    double network = copied.bytes() / bytesPerSecond() / 3600;
    double replicator = functionSeconds() / of("repairsConcurrency") / 3600;
    double runs = Math.max(1, Math.ceil(copied.keys() / of("hintsPerRun")));
    double reconciler = Math.max((runs - 1) * of("reconcilerIntervalHours"), firstPass().hours());
    Map<String, Object> hours = new LinkedHashMap<>();
    hours.put("network", Bill.rounded(network, 2));
    hours.put("replicator", Bill.rounded(replicator, 2));
    hours.put("reconciler", Bill.rounded(reconciler, 2));
    hours.put("longest", Bill.rounded(Math.max(network, Math.max(replicator, reconciler)), 2));
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
    PassModel.Pass pass = passes.pass(work.listed().keys(), ranges());
    double perMonth = pass.perMonth();
    double meanBytes = work.inScope().bytes() / (double) Math.max(1, work.inScope().keys());
    Bill bill = new Bill(prices);
    bill.fixedParts();
    bill.volumeGib(work.inScope().bytes() / GIB);
    bill.lists(perMonth * pass.lists());
    bill.reads(perMonth * pass.reads() + changes * of("readsPerChange"));
    bill.sqsRequests(changes * of("sqsRequestsPerChange"));
    bill.lambda(
        perMonth * pass.gbSeconds() + changes * of("secondsPerChange") * of("replicatorGb"),
        perMonth * pass.runs() + changes);
    bill.logs(logGb(changes));
    bill.egress(changes * meanBytes / GB, of("freeGbOutPerMonth"));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("changes", Math.round(changes));
    result.putAll(bill.fields());
    return result;
  }

  /** A usual pass over all keys, for several numbers of key ranges. */
  List<Map<String, Object>> passRows() {
    return passes.rows(work.listed().keys());
  }

  /** Seconds of one function at a time: waiting for small objects, bytes of large ones. */
  private double functionSeconds() {
    return work.copied().keys() * of("secondsPerObject") / of("parallelKeys")
        + work.large().bytes() / MILLION / of("functionMbPerSecond");
  }

  private PassModel.Pass firstPass() {
    return passes.firstPass(work.listed().keys(), ranges());
  }

  private int ranges() {
    return (int) Math.max(1, of("reconcilerRanges"));
  }

  private double logGb(double outcomes) {
    return outcomes * of("logKbPerOutcome") / MILLION;
  }

  private double of(String name) {
    return prices.of(name);
  }
}
