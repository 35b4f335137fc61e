package dev.understudy.lab.alarm;

import dev.understudy.lab.metric.MetricId;
import dev.understudy.testkit.sam.TemplateYaml;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an alarm watches: one figure a period. */
sealed interface AlarmMetric {
  /** The figure of the time from {@code from} up to {@code to}; empty where it is missing. */
  OptionalDouble value(History history, Instant from, Instant to);

  /** Namespaces and names of the metrics that go into it, as {@code AWS/SQS/Name}. */
  Set<String> metrics();

  /** A statistic of one metric. */
  record Statistic(MetricId metric, String statistic) implements AlarmMetric {
    @Override
    public OptionalDouble value(History history, Instant from, Instant to) {
      return history.statistic(metric, statistic, from, to);
    }

    @Override
    public Set<String> metrics() {
      return Set.of(metric.namespace() + "/" + metric.name());
    }
  }

  /** Metric math over several statistics. */
  record Calculated(Expression expression, Map<String, Statistic> statistics)
      implements AlarmMetric {
    @Override
    public OptionalDouble value(History history, Instant from, Instant to) {
      return expression.value(id -> statistics.get(id).value(history, from, to));
    }

    @Override
    public Set<String> metrics() {
      return statistics.values().stream()
          .flatMap(statistic -> statistic.metrics().stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** A Metrics Insights query: the least figure of all metrics that have just these dimensions. */
  record Least(String namespace, String name, Set<String> dimensions, String where, String is)
      implements AlarmMetric {
    private static final Pattern QUERY =
        Pattern.compile(
            "SELECT MIN\\((\\w+)\\) FROM SCHEMA\\(\"?([\\w/]+)\"?, ([\\w, ]+)\\) WHERE (\\w+) ="
                + " '([^']+)'");

    static Least of(String query) {
      Matcher matcher = QUERY.matcher(query);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("No query known here: " + query);
      }
      return new Least(
          matcher.group(2),
          matcher.group(1),
          Set.of(matcher.group(3).split(", ")),
          matcher.group(4),
          matcher.group(5));
    }

    @Override
    public OptionalDouble value(History history, Instant from, Instant to) {
      return history.statistic(this::includes, "Minimum", from, to);
    }

    private boolean includes(MetricId metric) {
      return metric.namespace().equals(namespace)
          && metric.name().equals(name)
          && metric.dimensions().keySet().equals(dimensions)
          && is.equals(metric.dimensions().get(where));
    }

    @Override
    public Set<String> metrics() {
      return Set.of(namespace + "/" + name);
    }
  }

  /**
   * What an alarm's resolved properties say.
   *
   * @throws IllegalArgumentException if they say what CloudWatch would refuse, or what is not known
   *     here
   */
  static AlarmMetric of(Map<String, Object> properties) {
    return properties.containsKey("Metrics")
        ? queries((List<?>) properties.get("Metrics"))
        : statistic(
            properties,
            (String) properties.getOrDefault("ExtendedStatistic", properties.get("Statistic")));
  }

  private static AlarmMetric queries(List<?> queries) {
    Map<String, Statistic> statistics = new HashMap<>();
    String expression = null;
    for (Object query : queries) {
      Map<String, Object> fields = TemplateYaml.map(query);
      if (fields.containsKey("Expression")) {
        if (expression != null || Boolean.FALSE.equals(fields.get("ReturnData"))) {
          throw new IllegalArgumentException("One expression is the figure: " + queries);
        }
        expression = (String) fields.get("Expression");
      } else {
        if (!Boolean.FALSE.equals(fields.get("ReturnData"))) {
          throw new IllegalArgumentException("One query alone returns data: " + queries);
        }
        Map<String, Object> stat = TemplateYaml.map(fields.get("MetricStat"));
        statistics.put(
            (String) fields.get("Id"),
            statistic(TemplateYaml.map(stat.get("Metric")), (String) stat.get("Stat")));
      }
    }
    if (expression == null) {
      throw new IllegalArgumentException("No expression: " + queries);
    }
    return expression.startsWith("SELECT")
        ? Least.of(expression.strip())
        : calculated(Expression.of(expression), statistics);
  }

  private static Calculated calculated(Expression expression, Map<String, Statistic> statistics) {
    if (!expression.ids().equals(statistics.keySet())) {
      throw new IllegalArgumentException(
          "The expression uses %s of %s".formatted(expression.ids(), statistics.keySet()));
    }
    return new Calculated(expression, statistics);
  }

  private static Statistic statistic(Map<String, Object> metric, String statistic) {
    Map<String, String> dimensions = new HashMap<>();
    for (Object dimension : (List<?>) metric.get("Dimensions")) {
      Map<String, Object> fields = TemplateYaml.map(dimension);
      dimensions.put((String) fields.get("Name"), (String) fields.get("Value"));
    }
    return new Statistic(
        new MetricId(
            (String) metric.get("Namespace"), (String) metric.get("MetricName"), dimensions),
        statistic);
  }
}
