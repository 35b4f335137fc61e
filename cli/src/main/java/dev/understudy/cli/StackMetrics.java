package dev.understudy.cli;

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
  private final MetricReader metrics;

  StackMetrics(Installation installation) {
    this.installation = installation;
    this.cloudWatch = Clients.cloudWatch(installation);
    this.metrics = new MetricReader(installation, cloudWatch);
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
    metrics
        .read(queries(), now.minus(WINDOW), now)
        .forEach(
            (label, byTime) -> {
              if (!byTime.isEmpty()) {
                values.put(label, byTime.lastEntry().getValue());
              }
            });
    return values;
  }

  /** One value per minute of the last hour, by the name of the series of the page. */
  Series minutes() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    Map<Long, Map<String, Double>> samples = new TreeMap<>();
    for (Instant at = now.minus(WINDOW); at.isBefore(now); at = at.plus(MINUTE)) {
      samples.put(at.toEpochMilli(), new LinkedHashMap<>());
    }
    metrics
        .read(minuteQueries(), now.minus(WINDOW), now)
        .forEach(
            (label, byTime) ->
                byTime.forEach(
                    (time, value) ->
                        samples
                            .computeIfAbsent(time.toEpochMilli(), at -> new LinkedHashMap<>())
                            .put(label, value)));
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
    return metrics.ours(label, metric, statistic, MINUTE);
  }

  private List<MetricDataQuery> queries() {
    List<MetricDataQuery> queries = new ArrayList<>();
    for (String statistic : List.of("p50", "p99")) {
      queries.add(metrics.ours("lagSeconds" + statistic, "Lag", statistic, WINDOW));
    }
    for (String name : List.of("ProofAgeSeconds", "Missing", "Stale", "Orphaned", "Brake")) {
      queries.add(metrics.ours(name, name, "Maximum", Duration.ofMinutes(5)));
    }
    queries.add(age("changesOldestSeconds", installation.queues().changes()));
    queries.add(age("repairsOldestSeconds", installation.queues().repairs()));
    queries.add(age("deadLetterOldestSeconds", installation.queues().deadLetter()));
    return queries;
  }

  private static MetricDataQuery age(String label, String queueUrl) {
    return MetricReader.query(
        label,
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
        List.of(MetricReader.queue(queueUrl)),
        "Maximum",
        Duration.ofMinutes(5));
  }

  @Override
  public void close() {
    cloudWatch.close();
  }
}
