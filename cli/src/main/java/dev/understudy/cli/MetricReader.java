package dev.understudy.cli;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** Reads metrics from CloudWatch: all of a request at once, because each is billed. */
final class MetricReader {
  private final Installation installation;
  private final CloudWatchClient cloudWatch;

  /**
   * @param cloudWatch the caller closes it
   */
  MetricReader(Installation installation, CloudWatchClient cloudWatch) {
    this.installation = installation;
    this.cloudWatch = cloudWatch;
  }

  /** The values of each query by time, by the label of the query. One without data is empty. */
  Map<String, NavigableMap<Instant, Double>> read(
      List<MetricDataQuery> queries, Instant from, Instant until) {
    Map<String, NavigableMap<Instant, Double>> read = new LinkedHashMap<>();
    Map<String, NavigableMap<Instant, Double>> byId = new HashMap<>();
    for (MetricDataQuery query : queries) {
      byId.put(query.id(), read.computeIfAbsent(query.label(), label -> new TreeMap<>()));
    }
    cloudWatch
        .getMetricDataPaginator(r -> r.startTime(from).endTime(until).metricDataQueries(queries))
        .metricDataResults()
        .forEach(
            result -> {
              NavigableMap<Instant, Double> values = requireNonNull(byId.get(result.id()));
              for (int i = 0; i < result.timestamps().size(); i++) {
                values.put(result.timestamps().get(i), result.values().get(i));
              }
            });
    return read;
  }

  /**
   * A query for one of the functions' own metrics.
   *
   * @param label of letters, digits and hyphens; unique within a request
   * @param statistic as CloudWatch names it
   * @param further dimensions beside that of all these metrics
   */
  MetricDataQuery ours(
      String label, String metric, String statistic, Duration period, Dimension... further) {
    List<Dimension> dimensions = new ArrayList<>(List.of(further));
    String bucket = installation.deployment().primaryBucket();
    dimensions.add(dimension(Telemetry.DIMENSION, bucket));
    String namespace = installation.deployment().metricNamespace();
    return query(label, namespace, metric, dimensions, statistic, period);
  }

  /** As {@link #ours}, for a metric of an AWS service. */
  static MetricDataQuery query(
      String label,
      String namespace,
      String metric,
      List<Dimension> dimensions,
      String statistic,
      Duration period) {
    return MetricDataQuery.builder()
        // An id begins with a lower-case letter, and has no hyphen.
        .id("m" + label.replace('-', '_'))
        .label(label)
        .metricStat(
            stat ->
                stat.stat(statistic)
                    .period((int) period.toSeconds())
                    .metric(m -> m.namespace(namespace).metricName(metric).dimensions(dimensions)))
        .build();
  }

  static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  /** The dimension of a queue's metrics. */
  static Dimension queue(String url) {
    return dimension("QueueName", url.substring(url.lastIndexOf('/') + 1));
  }
}
