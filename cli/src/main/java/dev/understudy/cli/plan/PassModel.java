package dev.understudy.cli.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Time and cost of one pass of the reconciler among many, over equal buckets. The slowest of four
 * things limits a pass: the pages of S3's listing, of which each names the next; the function's
 * CPU; the HEAD requests of the deep check; and the standby, whose listings share its cores.
 *
 * <p>One range is the function on its schedule: a run that reaches Lambda's limit is continued by
 * the next one. Several ranges run at the same time, and each is continued after a short pause.
 */
final class PassModel {
  /** What `plan` shows; 64 is the most that the reconciler accepts. */
  static final List<Integer> RANGES = List.of(1, 2, 4, 8, 16, 32, 64);

  private static final double HOURS_PER_MONTH = 720;
  private static final double HOURS_PER_DAY = 24;
  private static final double MILLION = 1e6;

  /** Lambda's MB of one vCPU. */
  private static final double MB_PER_VCPU = 1769;

  private final Prices prices;

  PassModel(Prices prices) {
    this.prices = prices;
  }

  /**
   * One pass.
   *
   * @param hours from its beginning to its proof
   * @param runs invocations of the function, over all ranges
   * @param gbSeconds of Lambda
   * @param lists LIST requests at S3
   * @param reads HEAD requests at S3
   * @param perMonth passes in a month, each beginning at its interval or after the last one
   * @param limit what the time is spent on
   */
  record Pass(
      double hours,
      double runs,
      double gbSeconds,
      double lists,
      double reads,
      double perMonth,
      String limit) {}

  /** The first pass, which checks few keys deeply. */
  Pass firstPass(long keys, int ranges) {
    return pass(keys, ranges, of("reconcilerIntervalHours"));
  }

  /**
   * The usual pass.
   *
   * @param keys in scope
   * @param ranges at least 1
   */
  Pass pass(long keys, int ranges) {
    Pass pass = firstPass(keys, ranges);
    double before = 0;
    // A long pass has more keys to check deeply, which makes the next one longer.
    while (pass.hours() > before * 1.0001) {
      before = pass.hours();
      pass = pass(keys, ranges, Math.max(before, of("reconcilerIntervalHours")));
    }
    return pass;
  }

  /**
   * @param sinceLast the hours since the last pass began
   */
  private Pass pass(long keys, int ranges, double sinceLast) {
    double reads = (double) keys * Math.min(1, sinceLast / (of("deepCheckDays") * HOURS_PER_DAY));
    double share = (double) keys / ranges / MILLION;
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("S3's pages", share * of("reconcilerSecondsPerMillionKeys"));
    seconds.put("CPU", share * of("reconcilerCpuSecondsPerMillionKeys") / vcpus());
    seconds.put("HEAD requests", reads / ranges / of("reconcilerHeadsPerSecond"));
    seconds.put(
        "the standby",
        (double) keys / MILLION * of("standbyCpuSecondsPerMillionKeys") / of("standbyVcpus"));
    String limit =
        seconds.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    double longest = seconds.getOrDefault(limit, 0.0);
    double runs = Math.max(1, Math.ceil(longest / of("reconcilerRunSeconds")));
    double pauses = (runs - 1) * (ranges == 1 ? secondsToNextRun() : of("rangePauseSeconds"));
    double hours = (longest + pauses) / 3600;
    return new Pass(
        hours,
        runs * ranges,
        longest * ranges * of("reconcilerGb"),
        Math.ceil((double) keys / 1000),
        reads,
        HOURS_PER_MONTH / Math.max(hours, of("reconcilerIntervalHours")),
        limit);
  }

  /** From Lambda's limit to the next run of the schedule. */
  private double secondsToNextRun() {
    return of("reconcilerIntervalHours") * 3600 - of("reconcilerRunSeconds");
  }

  private double vcpus() {
    return of("reconcilerGb") * 1024 / MB_PER_VCPU;
  }

  /** The bill of one pass. */
  Bill bill(Pass pass) {
    Bill bill = new Bill(prices);
    bill.lists(pass.lists());
    bill.reads(pass.reads());
    bill.lambda(pass.gbSeconds(), pass.runs());
    return bill;
  }

  /** A row for each number of ranges. */
  List<Map<String, Object>> rows(long keys) {
    return RANGES.stream().map(ranges -> row(pass(keys, ranges), ranges)).toList();
  }

  private Map<String, Object> row(Pass pass, int ranges) {
    double usd = bill(pass).usd();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("ranges", ranges);
    row.put("hours", Bill.rounded(pass.hours(), 2));
    row.put("runs", Math.round(pass.runs()));
    row.put("usd", Bill.rounded(usd, 2));
    row.put("usdPerMonth", Bill.rounded(usd * pass.perMonth(), 2));
    row.put("limitedBy", pass.limit());
    return row;
  }

  private double of(String name) {
    return prices.of(name);
  }
}
