package dev.understudy.cli.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The items of a bill at the given prices, and their sum. Used by one thread. */
final class Bill {
  private static final double MILLION = 1e6;

  private final Prices prices;
  private final List<Item> items = new ArrayList<>();

  Bill(Prices prices) {
    this.prices = prices;
  }

  /**
   * An item of the bill.
   *
   * @param quantity in the unit that the name says
   */
  record Item(String name, double quantity, double usd) {}

  void fixedParts() {
    add("fixed parts", 1, of("usdFixedPerMonth"));
    add("standby server", 1, of("usdStandbyServerPerMonth"));
  }

  void volumeGib(double gib) {
    add("GiB of the standby's volume", gib, of("usdPerGibOfVolume"));
  }

  void lists(double requests) {
    add("LIST requests", requests, of("usdPer1000Lists") / 1000);
  }

  void reads(double requests) {
    add("GET and HEAD requests", requests, of("usdPer1000Reads") / 1000);
  }

  void sqsRequests(double requests) {
    add("SQS requests", requests, of("usdPerMillionSqsRequests") / MILLION);
  }

  void lambda(double gbSeconds, double invocations) {
    add("Lambda GB-seconds", gbSeconds, of("usdPerLambdaGbSecond"));
    add("Lambda invocations", invocations, of("usdPerMillionInvocations") / MILLION);
  }

  void logs(double gb) {
    add("GB of logs", gb, of("usdPerGbOfLogs"));
  }

  /**
   * Bytes that leave AWS.
   *
   * @param freeGb what of them is free
   */
  void egress(double gb, double freeGb) {
    items.add(new Item("GB out of AWS", gb, egressUsd(gb, freeGb)));
  }

  /** The price of these bytes out of AWS. */
  double egressUsd(double gb, double freeGb) {
    return Math.max(0, gb - freeGb) * of("usdPerGbOut");
  }

  private void add(String name, double quantity, double usdEach) {
    items.add(new Item(name, quantity, quantity * usdEach));
  }

  private double of(String name) {
    return prices.of(name);
  }

  List<Item> items() {
    return items;
  }

  /** The sum. */
  double usd() {
    return items.stream().mapToDouble(Item::usd).sum();
  }

  /** The sum and a row for each item. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("usd", rounded(usd(), 2));
    fields.put("costs", items.stream().map(Bill::row).toList());
    return fields;
  }

  private static Map<String, Object> row(Item item) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("item", item.name());
    row.put("quantity", quantity(item.quantity()));
    row.put("usd", rounded(item.usd(), 2));
    return row;
  }

  /** A whole number, unless it is a small one. */
  static Number quantity(double quantity) {
    if (quantity < 100 && quantity != Math.rint(quantity)) {
      return rounded(quantity, 2);
    }
    return Math.round(quantity);
  }

  /** With this number of decimals. */
  static BigDecimal rounded(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
  }
}
