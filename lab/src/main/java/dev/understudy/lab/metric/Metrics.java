package dev.understudy.lab.metric;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All metrics that were published. Thread-safe. */
public final class Metrics {
  private static final int NEWEST_DATUMS = 10_000;

  private final Map<MetricId, Series> series = new ConcurrentHashMap<>();
  private final Deque<Datum> newest = new ArrayDeque<>();

  public void record(Datum datum) {
    series.computeIfAbsent(datum.metric(), id -> new Series()).add(datum.measurement());
    synchronized (newest) {
      newest.addLast(datum);
      if (newest.size() > NEWEST_DATUMS) {
        newest.removeFirst();
      }
    }
  }

  /** The values of a metric; an empty series if it was never published. */
  public Series of(MetricId metric) {
    return series.getOrDefault(metric, new Series());
  }

  /** All metrics with at least one datum. */
  public Set<MetricId> published() {
    return Set.copyOf(series.keySet());
  }

  /** The newest 10,000 data, oldest first. */
  public List<Datum> newest() {
    synchronized (newest) {
      return List.copyOf(newest);
    }
  }
}
