package dev.understudy.cli.plan;

import dev.understudy.cli.plan.PassModel.Pass;
import dev.understudy.core.config.BandwidthTimetable;
import dev.understudy.core.config.Limits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of docs/performance.md about ten million to ten billion keys, in Markdown. */
final class ScaleTables {
  static final List<Long> KEYS =
      List.of(10_000_000L, 100_000_000L, 1_000_000_000L, 10_000_000_000L);

  private static final List<Integer> RANGES = List.of(1, 4, 16, 64);
  private static final long OBJECT = 100_000;

  /** List price of us-east-1 for each million objects that an inventory report lists. */
  private static final double USD_PER_MILLION_INVENTORIED = 0.0025;

  private static final double USD_PER_LIST = 0.005 / 1000;
  private static final double USD_PER_HEAD = 0.0004 / 1000;

  private ScaleTables() {}

  /** The model of a pass where the standby has this many vCPUs. */
  static PassModel model(int standbyVcpus) {
    return new PassModel(with("standbyVcpus", standbyVcpus));
  }

  private static Prices with(String name, int value) {
    Prices prices = Prices.load(Optional.empty());
    Map<String, BigDecimal> values = new HashMap<>(prices.values());
    values.put(name, BigDecimal.valueOf(value));
    return new Prices(prices.source(), values);
  }

  static List<String> passes() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| keys | ranges | hours | runs | USD a pass | USD a month | limited by | hours, 16 vCPUs"
            + " |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (long keys : KEYS) {
      for (int ranges : RANGES) {
        PassModel model = model(2);
        Pass pass = model.pass(keys, ranges);
        double usd = model.bill(pass).usd();
        lines.add(
            line(
                "| %,d | %d | %s | %,.0f | %,.2f | %,.0f | %s | %s |",
                keys,
                ranges,
                hours(pass.hours()),
                pass.runs(),
                usd,
                usd * pass.perMonth(),
                pass.limit(),
                hours(model(16).pass(keys, ranges).hours())));
      }
    }
    return lines;
  }

  static List<String> backfills() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| keys | TB | USD for egress | USD for all else | hours of the network | replicator, 2 |"
            + " replicator, 64 | reconciler |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (long keys : KEYS) {
      Map<String, Object> two = backfill(keys, 2);
      Map<String, Object> many = backfill(keys, 64);
      double egress = usdOfEgress(two);
      lines.add(
          line(
              "| %,d | %,d | %,.0f | %,.0f | %s | %s | %s | %s |",
              keys,
              keys * OBJECT / 1_000_000_000_000L,
              egress,
              number(two.get("usd")) - egress,
              hoursOf(two, "network"),
              hoursOf(two, "replicator"),
              hoursOf(many, "replicator"),
              hoursOf(two, "reconciler")));
    }
    return lines;
  }

  private static Map<String, Object> backfill(long keys, int concurrency) {
    Limits limits = new Limits(BandwidthTimetable.OFF, 0, 8, concurrency);
    return new Estimate(
            Workload.of(keys, keys * OBJECT), with("repairsConcurrency", concurrency), limits)
        .backfill();
  }

  /** The changed keys are those whose HEAD requests cost what the inventory saves. */
  static List<String> inventories() {
    List<String> lines = new ArrayList<>();
    lines.add("| keys | LIST, USD | inventory, USD | saved, USD | changed keys that use it up |");
    lines.add("|---|---|---|---|---|");
    for (long keys : KEYS) {
      double lists = keys / 1000.0 * USD_PER_LIST;
      double inventory = keys / 1e6 * USD_PER_MILLION_INVENTORIED;
      lines.add(
          line(
              "| %,d | %,.2f | %,.3f | %,.3f | %,.0f (%.2f %%) |",
              keys,
              lists,
              inventory,
              lists - inventory,
              (lists - inventory) / USD_PER_HEAD,
              100 * (lists - inventory) / USD_PER_HEAD / keys));
    }
    return lines;
  }

  private static double usdOfEgress(Map<String, Object> backfill) {
    return ((List<?>) backfill.get("costs"))
        .stream()
            .map(row -> (Map<?, ?>) row)
            .filter(row -> row.get("item").equals("GB out of AWS"))
            .mapToDouble(row -> number(row.get("usd")))
            .sum();
  }

  private static String hoursOf(Map<String, Object> backfill, String name) {
    return hours(number(((Map<?, ?>) backfill.get("hours")).get(name)));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static String hours(double hours) {
    return line(hours < 10 ? "%.2f" : "%,.0f", hours);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
