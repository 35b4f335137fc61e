package dev.understudy.testkit.s3;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests by S3's name of the operation, refused and failed ones included. Safe for several
 * threads.
 */
public final class Calls {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  Calls() {}

  void count(String operation) {
    counts.computeIfAbsent(operation, o -> new LongAdder()).increment();
  }

  /** How often this operation was asked for. */
  public long of(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  /** All requests. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Every operation that was asked for, by name. */
  public Map<String, Long> byOperation() {
    Map<String, Long> copy = new TreeMap<>();
    counts.forEach((operation, count) -> copy.put(operation, count.sum()));
    return copy;
  }

  /** Begins again at nothing. */
  public void reset() {
    counts.clear();
  }
}
