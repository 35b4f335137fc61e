package dev.understudy.cli;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** The values of a metric, per minute. */
@Command(
    name = "metric",
    description = "Lists the values of a metric of docs/metrics.md, per minute.",
    footer = {
      "",
      "Examples:",
      "  understudy ask metric HeartbeatLag --stack understudy-prod",
      "  understudy ask metric Copied Sum 30 --stack understudy-prod"
    })
final class AskMetricCommand implements Callable<Integer> {
  private static final Pattern STATISTIC =
      Pattern.compile("Average|Maximum|Minimum|SampleCount|Sum|p\\d{1,2}(\\.\\d{1,2})?");

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The metric, such as Lag.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STATISTIC",
      description = "Average, Maximum, Minimum, SampleCount, Sum or a percentile such as p99.",
      showDefaultValue = Visibility.ALWAYS)
  private String statistic = "Maximum";

  @Mixin private Recent recent = new Recent();

  @Override
  public Integer call() {
    requireKnown();
    Duration window = recent.window();
    Installation installation = options.installation();
    installation.deployedStack();
    List<Map<String, Object>> rows = new ArrayList<>();
    Instant now = Instant.now();
    try (CloudWatchClient cloudWatch = Clients.cloudWatch(installation)) {
      MetricReader metrics = new MetricReader(installation, cloudWatch);
      var query = metrics.ours(name, name, statistic, Duration.ofMinutes(1));
      requireNonNull(metrics.read(List.of(query), now.minus(window), now).get(name))
          .forEach(
              (time, value) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("time", time.toString());
                row.put("value", value);
                rows.add(row);
              });
    }
    options.output().print(Map.of(name, rows));
    return ExitCode.OK;
  }

  private void requireKnown() {
    if (Stream.of(Metric.values()).noneMatch(metric -> metric.label().equals(name))) {
      throw new ConfigurationException(
          "unknown metric: %s; docs/metrics.md lists the metrics".formatted(name));
    }
    if (!STATISTIC.matcher(statistic).matches()) {
      throw new ConfigurationException(
          "unknown statistic: %s; use Average, Maximum, Minimum, SampleCount, Sum, or a percentile"
                  .formatted(statistic)
              + " such as p99");
    }
  }
}
