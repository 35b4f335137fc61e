package dev.understudy.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** Reads single metrics of the functions from CloudWatch. */
final class MetricReader implements AutoCloseable {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Installation installation;
  private final CloudWatchClient cloudWatch;

  MetricReader(Installation installation) {
    this.installation = installation;
    this.cloudWatch = Clients.cloudWatch(installation);
  }

  /**
   * One value for each minute that has data, by the beginning of the minute.
   *
   * @param statistic as CloudWatch names it
   * @param window before now
   * @param further dimensions beside that of all metrics
   */
  SortedMap<Instant, Double> minutes(
      String metric, String statistic, Duration window, Dimension... further) {
    Instant now = Instant.now();
    MetricDataQuery query = query(metric, statistic, further);
    SortedMap<Instant, Double> values = new TreeMap<>();
    cloudWatch
        .getMetricDataPaginator(
            r -> r.startTime(now.minus(window)).endTime(now).metricDataQueries(query))
        .metricDataResults()
        .forEach(
            result -> {
              for (int i = 0; i < result.timestamps().size(); i++) {
                values.put(result.timestamps().get(i), result.values().get(i));
              }
            });
    return values;
  }

  private MetricDataQuery query(String metric, String statistic, Dimension... further) {
    List<Dimension> dimensions = new ArrayList<>(List.of(further));
    dimensions.add(StackMetrics.dimensionOf(installation));
    return StackMetrics.query(
        metric, installation.deployment().metricNamespace(), metric, dimensions, statistic, MINUTE);
  }

  @Override
  public void close() {
    cloudWatch.close();
  }
}
