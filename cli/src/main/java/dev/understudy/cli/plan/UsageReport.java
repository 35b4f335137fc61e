package dev.understudy.cli.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a day cost, and what it would have cost in addition if each change had been copied by
 * itself. A month is thirty such days. Without the fixed parts, the standby's server and what
 * readers fetch.
 */
public final class UsageReport {
  private static final double DAYS_PER_MONTH = 30;
  private static final double HOURS_PER_DAY = 24;
  private static final double GB = 1e9;

  /** What no metric counts. */
  private static final List<String> ESTIMATES =
      List.of("LIST requests", "GET and HEAD requests", "SQS requests");

  private final Map<Quantity, Double> usage;
  private final Prices prices;

  private UsageReport(Map<Quantity, Double> usage, Prices prices) {
    this.usage = usage;
    this.prices = prices;
  }

  /**
   * The sums, the rows of the bill, and the rows of what was saved.
   *
   * @param usage every quantity of one day
   */
  public static Map<String, Object> of(Map<Quantity, Double> usage, Prices prices) {
    UsageReport report = new UsageReport(usage, prices);
    Bill bill = report.bill();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("usdPerDay", Bill.rounded(bill.usd(), 4));
    fields.put("usdPerMonth", Bill.rounded(bill.usd() * DAYS_PER_MONTH, 2));
    fields.put("items", bill.items().stream().map(UsageReport::row).toList());
    fields.put("saved", report.saved().stream().map(UsageReport::row).toList());
    return fields;
  }

  private Bill bill() {
    Bill bill = new Bill(prices);
    bill.egress(of(Quantity.BYTES) / GB, freeGb());
    bill.lists(of(Quantity.KEYS_COMPARED) / 1000);
    bill.reads(of(Quantity.OUTCOMES) * of("readsPerChange") + deepReads());
    bill.sqsRequests(
        of(Quantity.CHANGES) * of("sqsRequestsPerChange")
            + of(Quantity.REPAIRS) * of("sqsRequestsPerHint")
            + of(Quantity.EMPTY_RECEIVES));
    bill.lambda(of(Quantity.GB_SECONDS), of(Quantity.INVOCATIONS));
    bill.logs(of(Quantity.LOG_BYTES) / GB);
    return bill;
  }

  /** Each key is checked deeply once within the days of the setting. */
  private double deepReads() {
    double passes = HOURS_PER_DAY / of("reconcilerIntervalHours");
    return of(Quantity.KEYS_COMPARED) / passes / of("deepCheckDays");
  }

  private List<Bill.Item> saved() {
    Bill requests = new Bill(prices);
    requests.reads(of(Quantity.COALESCED) * of("readsPerChange"));
    List<Bill.Item> saved = new ArrayList<>();
    saved.add(egress("GB of hints coalesced in a batch", of(Quantity.COALESCED_BYTES)));
    saved.addAll(requests.items());
    saved.add(egress("GB of changes of labels alone", of(Quantity.RELABELED_BYTES)));
    return saved;
  }

  /** Bytes that would have been free cost nothing, so nothing was saved. */
  private Bill.Item egress(String name, double more) {
    Bill bill = new Bill(prices);
    double with = bill.egressUsd((of(Quantity.BYTES) + more) / GB, freeGb());
    return new Bill.Item(name, more / GB, with - bill.egressUsd(of(Quantity.BYTES) / GB, freeGb()));
  }

  private double freeGb() {
    return of("freeGbOutPerMonth") / DAYS_PER_MONTH;
  }

  private static Map<String, Object> row(Bill.Item item) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("item", item.name());
    row.put("quantity", Bill.quantity(item.quantity()));
    row.put("usdPerDay", Bill.rounded(item.usd(), 4));
    row.put("usdPerMonth", Bill.rounded(item.usd() * DAYS_PER_MONTH, 2));
    row.put("basis", ESTIMATES.contains(item.name()) ? "estimate" : "measured");
    return row;
  }

  private double of(Quantity quantity) {
    return usage.getOrDefault(quantity, 0.0);
  }

  private double of(String name) {
    return prices.of(name);
  }
}
