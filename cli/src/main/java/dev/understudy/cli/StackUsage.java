package dev.understudy.cli;

import static java.util.Objects.requireNonNull;

import dev.understudy.cli.plan.Quantity;
import dev.understudy.core.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * What a deployed stack used in a time, by its metrics in CloudWatch and the memory of its
 * functions. Used by one thread.
 */
final class StackUsage {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final double MB_PER_GB = 1024;
  private static final double MILLISECONDS = 1000;

  /** The replicator reads the primary for each of these. */
  private static final List<Metric> OUTCOMES =
      List.of(
          Metric.COPIED,
          Metric.RELABELED,
          Metric.DELETED,
          Metric.IN_SYNC,
          Metric.REFUSED,
          Metric.RESTLESS,
          Metric.CONTINUED,
          Metric.IN_PROGRESS,
          Metric.OUT_OF_TIME,
          Metric.UNAVAILABLE,
          Metric.IN_DOUBT,
          Metric.CORRUPT);

  private final Installation installation;
  private final MetricReader metrics;
  private final List<Term> terms = new ArrayList<>();

  private StackUsage(Installation installation, MetricReader metrics) {
    this.installation = installation;
    this.metrics = metrics;
  }

  /** A metric whose sum, times the weight, is a part of the quantity. */
  private record Term(Quantity quantity, double weight, MetricDataQuery query) {}

  /**
   * Reads some 30 metrics, and the configuration of each function.
   *
   * @param from a full hour
   * @param until a full hour
   * @return every quantity; 0 where a metric has no data
   */
  static Map<Quantity, Double> read(Installation installation, Instant from, Instant until) {
    try (CloudWatchClient cloudWatch = Clients.cloudWatch(installation)) {
      StackUsage usage = new StackUsage(installation, new MetricReader(installation, cloudWatch));
      usage.addOurs();
      usage.addQueue(Quantity.CHANGES, installation.queues().changes());
      usage.addQueue(Quantity.REPAIRS, installation.queues().repairs());
      usage.addFunctions();
      return usage.sums(from, until);
    }
  }

  private void addOurs() {
    OUTCOMES.forEach(metric -> add(Quantity.OUTCOMES, metric));
    add(Quantity.BYTES, Metric.BYTES);
    add(Quantity.KEYS_COMPARED, Metric.KEYS_COMPARED);
    add(Quantity.COALESCED, Metric.COALESCED);
    add(Quantity.COALESCED_BYTES, Metric.COALESCED_BYTES);
    add(Quantity.RELABELED_BYTES, Metric.RELABELED_BYTES);
  }

  private void add(Quantity quantity, Metric metric) {
    terms.add(new Term(quantity, 1, metrics.ours(nextLabel(), metric.label(), "Sum", HOUR)));
  }

  private void addQueue(Quantity sent, String url) {
    Dimension queue = MetricReader.queue(url);
    add(sent, 1, "AWS/SQS", "NumberOfMessagesSent", queue);
    add(Quantity.EMPTY_RECEIVES, 1, "AWS/SQS", "NumberOfEmptyReceives", queue);
  }

  private void addFunctions() {
    try (LambdaClient lambda =
        Clients.lambda(installation.deployment().aws(), installation.lambda())) {
      List.of("replicator", "reconciler", "health-probe")
          .forEach(name -> addFunction(lambda, name));
    }
  }

  /** The metrics of a function without its alias cover all its versions. */
  private void addFunction(LambdaClient lambda, String name) {
    String fullName = installation.deployedStack() + "-" + name;
    int memory =
        lambda
            .getFunctionConfiguration(r -> r.functionName(fullName).qualifier(StackSettings.ALIAS))
            .memorySize();
    Dimension function = MetricReader.dimension("FunctionName", fullName);
    double gbSeconds = memory / MB_PER_GB / MILLISECONDS;
    add(Quantity.GB_SECONDS, gbSeconds, "AWS/Lambda", "Duration", function);
    add(Quantity.INVOCATIONS, 1, "AWS/Lambda", "Invocations", function);
    Dimension group = MetricReader.dimension("LogGroupName", installation.logGroup(name));
    add(Quantity.LOG_BYTES, 1, "AWS/Logs", "IncomingBytes", group);
  }

  private void add(
      Quantity quantity, double weight, String namespace, String metric, Dimension dimension) {
    terms.add(
        new Term(
            quantity,
            weight,
            MetricReader.query(nextLabel(), namespace, metric, List.of(dimension), "Sum", HOUR)));
  }

  private String nextLabel() {
    return "Sum" + terms.size();
  }

  private Map<Quantity, Double> sums(Instant from, Instant until) {
    Map<Quantity, Double> sums = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      sums.put(quantity, 0.0);
    }
    var values = metrics.read(terms.stream().map(Term::query).toList(), from, until);
    for (Term term : terms) {
      double sum = 0;
      for (double value : requireNonNull(values.get(term.query().label())).values()) {
        sum += value;
      }
      sums.merge(term.quantity(), term.weight() * sum, Double::sum);
    }
    return sums;
  }
}
