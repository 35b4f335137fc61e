package dev.understudy.cli;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.page.History;
import dev.understudy.page.PageState.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Reads metrics and alarms of a deployed stack from CloudWatch. */
final class StackMetrics implements AutoCloseable {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The metrics of outcomes, by the series of the page. */
  private static final Map<String, String> SUMS =
      Map.of(
          "copied", "Copied",
          "relabeled", "Relabeled",
          "deleted", "Deleted",
          "inSync", "InSync",
          "refused", "Refused",
          "retried", "Unavailable",
          "parked", "Parked");

  private final Installation installation;
  private final CloudWatchClient cloudWatch;

  StackMetrics(Installation installation) {
    this.installation = installation;
    this.cloudWatch = Clients.cloudWatch(installation);
  }

  /**
   * An alarm that is on.
   *
   * @param since when it went on
   */
  record Alarm(String name, Instant since) {}

  /**
   * The stack's alarms that are on, the oldest first. The name of the stack of a further standby
   * begins with that of the first, and no name of an alarm has a hyphen.
   */
  List<Alarm> alarms() {
    String prefix = installation.deployedStack() + "-";
    List<Alarm> on = new ArrayList<>();
    cloudWatch
        .describeAlarmsPaginator(
            request ->
                request
                    .alarmNamePrefix(prefix)
                    .stateValue(StateValue.ALARM)
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .forEach(
            page -> {
              page.metricAlarms()
                  .forEach(one -> on.add(new Alarm(one.alarmName(), one.stateUpdatedTimestamp())));
              page.compositeAlarms()
                  .forEach(one -> on.add(new Alarm(one.alarmName(), one.stateUpdatedTimestamp())));
            });
    on.removeIf(alarm -> alarm.name().indexOf('-', prefix.length()) >= 0);
    on.sort(Comparator.comparing(Alarm::since));
    return on;
  }

  /** The newest value of each metric within the last hour. A metric without data is left out. */
  Map<String, Object> lastHour() {
    Instant now = Instant.now();
    Map<String, Object> values = new LinkedHashMap<>();
    cloudWatch
        .getMetricData(
            request ->
                request.startTime(now.minus(WINDOW)).endTime(now).metricDataQueries(queries()))
        .metricDataResults()
        .forEach(
            result ->
                result.values().stream()
                    .findFirst()
                    .ifPresent(value -> values.put(result.label(), value)));
    return values;
  }

  /** One value per minute of the last hour, by the name of the series of the page. */
  Series minutes() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    Map<Long, Map<String, Double>> samples = new TreeMap<>();
    for (Instant at = now.minus(WINDOW); at.isBefore(now); at = at.plus(MINUTE)) {
      samples.put(at.toEpochMilli(), new LinkedHashMap<>());
    }
    cloudWatch
        .getMetricDataPaginator(
            request ->
                request
                    .startTime(now.minus(WINDOW))
                    .endTime(now)
                    .metricDataQueries(minuteQueries()))
        .metricDataResults()
        .forEach(
            result -> {
              for (int i = 0; i < result.timestamps().size(); i++) {
                samples
                    .computeIfAbsent(
                        result.timestamps().get(i).toEpochMilli(), at -> new LinkedHashMap<>())
                    .put(result.label(), result.values().get(i));
              }
            });
    History history = new History(MINUTE.toSeconds());
    samples.forEach(history::sample);
    return history.series();
  }

  private List<MetricDataQuery> minuteQueries() {
    List<MetricDataQuery> queries = new ArrayList<>();
    SUMS.forEach((label, metric) -> queries.add(minute(label, metric, "Sum")));
    queries.add(minute("lagP50", "Lag", "p50"));
    queries.add(minute("lagP99", "Lag", "p99"));
    queries.add(minute("heartbeatLag", "HeartbeatLag", "Maximum"));
    queries.add(minute("changes", "ChangesWaiting", "Maximum"));
    queries.add(minute("repairs", "RepairsWaiting", "Maximum"));
    queries.add(minute("deadLetter", "ParkedWaiting", "Maximum"));
    return queries;
  }

  private MetricDataQuery minute(String label, String metric, String statistic) {
    return query(label, namespace(), metric, List.of(ours()), statistic, MINUTE);
  }

  private String namespace() {
    return installation.deployment().metricNamespace();
  }

  private Dimension ours() {
    return dimensionOf(installation);
  }

  /** The dimension of the functions' own metrics. */
  static Dimension dimensionOf(Installation installation) {
    String bucket = installation.deployment().primaryBucket();
    return Dimension.builder().name(Telemetry.DIMENSION).value(bucket).build();
  }

  /** The dimension of a queue's metrics. */
  static Dimension dimensionOfQueue(String url) {
    String name = url.substring(url.lastIndexOf('/') + 1);
    return Dimension.builder().name("QueueName").value(name).build();
  }

  private List<MetricDataQuery> queries() {
    List<MetricDataQuery> queries = new ArrayList<>();
    List<Dimension> ours = List.of(ours());
    for (String statistic : List.of("p50", "p99")) {
      queries.add(query("lagSeconds" + statistic, namespace(), "Lag", ours, statistic, WINDOW));
    }
    for (String name : List.of("ProofAgeSeconds", "Missing", "Stale", "Orphaned", "Brake")) {
      queries.add(query(name, namespace(), name, ours, "Maximum", Duration.ofMinutes(5)));
    }
    queries.add(age("changesOldestSeconds", installation.queues().changes()));
    queries.add(age("repairsOldestSeconds", installation.queues().repairs()));
    queries.add(age("deadLetterOldestSeconds", installation.queues().deadLetter()));
    return queries;
  }

  private static MetricDataQuery age(String label, String queueUrl) {
    return query(
        label,
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
        List.of(dimensionOfQueue(queueUrl)),
        "Maximum",
        Duration.ofMinutes(5));
  }

  /**
   * A query for one metric.
   *
   * @param label of letters and digits; unique within a request
   */
  static MetricDataQuery query(
      String label,
      String namespace,
      String metric,
      List<Dimension> dimensions,
      String statistic,
      Duration period) {
    return MetricDataQuery.builder()
        // An id must begin with a lower-case letter.
        .id("m" + label)
        .label(label)
        .metricStat(
            stat ->
                stat.stat(statistic)
                    .period((int) period.toSeconds())
                    .metric(m -> m.namespace(namespace).metricName(metric).dimensions(dimensions)))
        .build();
  }

  @Override
  public void close() {
    cloudWatch.close();
  }
}
