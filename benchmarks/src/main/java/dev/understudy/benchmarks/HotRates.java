package dev.understudy.benchmarks;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** What a standby with the objects of the last days would have served, day by day. */
final class HotRates {
  private final int days;
  private final HotTraffic traffic;
  private final BitSet copied = new BitSet();
  private final List<Double> requests = new ArrayList<>();
  private double keys;
  private double stored;
  private double newlyStored;

  /**
   * @param days within which an object counts as hot
   */
  HotRates(int days, HotTraffic traffic) {
    this.days = days;
    this.traffic = traffic;
  }

  int days() {
    return days;
  }

  /**
   * Adds a failover on the evening of a day.
   *
   * @param hot the objects that are hot then
   * @param next the objects that are read on the next day
   */
  void add(BitSet hot, int[] next) {
    BitSet read = new BitSet();
    int served = 0;
    for (int object : next) {
      read.set(object);
      served += hot.get(object) ? 1 : 0;
    }
    requests.add(100.0 * served / next.length);
    int distinct = read.cardinality();
    read.and(hot);
    keys += 100.0 * read.cardinality() / distinct;
    stored += 100.0 * bytes(hot) / total();
    BitSet fresh = (BitSet) hot.clone();
    fresh.andNot(copied);
    newlyStored += requests.size() == 1 ? 0 : 100.0 * bytes(fresh) / total();
    copied.clear();
    copied.or(hot);
  }

  private double bytes(BitSet objects) {
    return objects.stream().mapToDouble(traffic::size).sum();
  }

  private double total() {
    double total = 0;
    for (int i = 0; i < traffic.objects(); i++) {
      total += traffic.size(i);
    }
    return total;
  }

  /** The percentage of requests that the standby would have served, for each failover. */
  List<Double> requests() {
    return List.copyOf(requests);
  }

  double meanOfRequests() {
    return requests.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  double meanStored() {
    return stored / requests.size();
  }

  /** A row of the table in docs/hot-objects.md. */
  String row() {
    int count = requests.size();
    return String.format(
        Locale.ROOT,
        "| %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.2f %% |",
        days,
        meanOfRequests(),
        keys / count,
        meanStored(),
        100 - meanStored(),
        newlyStored / Math.max(1, count - 1));
  }
}
