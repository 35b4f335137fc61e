package dev.understudy.lab.alarm;

import dev.understudy.testkit.sam.TemplateYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * An alarm on a figure.
 *
 * @param comparison one of CloudWatch's four operators with a static threshold
 */
record MetricAlarm(
    AlarmMetric figure,
    Duration period,
    String comparison,
    double threshold,
    Datapoints datapoints) {

  /** Reads an alarm's resolved properties. */
  static MetricAlarm of(Map<String, Object> properties) {
    int periods = (int) properties.get("EvaluationPeriods");
    MetricAlarm alarm =
        new MetricAlarm(
            AlarmMetric.of(properties),
            Duration.ofSeconds(period(properties)),
            (String) properties.get("ComparisonOperator"),
            Double.parseDouble(String.valueOf(properties.get("Threshold"))),
            new Datapoints(
                (int) properties.getOrDefault("DatapointsToAlarm", periods),
                periods,
                MissingData.of((String) properties.getOrDefault("TreatMissingData", "missing"))));
    alarm.breaches(0); // Knows the operator.
    return alarm;
  }

  private static int period(Map<String, Object> properties) {
    if (!properties.containsKey("Metrics")) {
      return (int) properties.get("Period");
    }
    List<Integer> periods =
        ((List<?>) properties.get("Metrics"))
            .stream()
                .map(stat -> TemplateYaml.map(stat))
                .map(query -> query.getOrDefault("MetricStat", query))
                .map(stat -> TemplateYaml.map(stat).get("Period"))
                .filter(Integer.class::isInstance)
                .map(Integer.class::cast)
                .distinct()
                .toList();
    if (periods.size() != 1) {
      throw new IllegalArgumentException("The queries of an alarm share one period: " + periods);
    }
    return periods.get(0);
  }

  /**
   * The state at a time. CloudWatch judges each alarm every minute, and counts its periods back
   * from then.
   */
  AlarmState judge(History history, Instant now, AlarmState before) {
    List<Optional<Boolean>> newestFirst =
        IntStream.range(0, datapoints.range())
            .mapToObj(age -> now.minus(period.multipliedBy(age)))
            .map(end -> figure.value(history, end.minus(period), end))
            .map(this::breachesIfThere)
            .toList();
    return datapoints.judge(newestFirst, before);
  }

  private Optional<Boolean> breachesIfThere(OptionalDouble value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(breaches(value.getAsDouble()));
  }

  private boolean breaches(double value) {
    return switch (comparison) {
      case "GreaterThanThreshold" -> value > threshold;
      case "GreaterThanOrEqualToThreshold" -> value >= threshold;
      case "LessThanThreshold" -> value < threshold;
      case "LessThanOrEqualToThreshold" -> value <= threshold;
      default -> throw new IllegalArgumentException("No comparison known here: " + comparison);
    };
  }
}
