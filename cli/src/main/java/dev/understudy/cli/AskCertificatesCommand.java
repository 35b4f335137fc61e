package dev.understudy.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** When the certificates expire. */
@Command(
    name = "certificates",
    description = {
      "Lists the days until each TLS certificate expires, those of clients included.",
      "The values are the health probe's newest of the last 15 minutes."
    },
    footer = {"", "Examples:", "  understudy ask certificates --stack understudy-prod"})
final class AskCertificatesCommand implements Callable<Integer> {
  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** The certificates of docs/metrics.md. */
  private static final List<String> ENDPOINTS =
      List.of(
          "primary",
          "standby",
          "standby-origin",
          "edge-listener",
          "edge-client",
          "functions-client",
          "edge");

  @Mixin private CommonOptions options = new CommonOptions();

  @Override
  public Integer call() {
    Installation installation = options.installation();
    installation.deployedStack();
    List<Map<String, Object>> rows = new ArrayList<>();
    newest(installation)
        .forEach(
            (endpoint, days) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("endpoint", endpoint);
              row.put(
                  "daysToExpiry", days.isEmpty() ? "not measured" : days.lastEntry().getValue());
              rows.add(row);
            });
    options.output().print(Map.of("certificates", rows));
    return ExitCode.OK;
  }

  private static Map<String, NavigableMap<Instant, Double>> newest(Installation installation) {
    Instant now = Instant.now();
    try (CloudWatchClient cloudWatch = Clients.cloudWatch(installation)) {
      MetricReader metrics = new MetricReader(installation, cloudWatch);
      return metrics.read(
          ENDPOINTS.stream().map(endpoint -> query(metrics, endpoint)).toList(),
          now.minus(WINDOW),
          now);
    }
  }

  private static MetricDataQuery query(MetricReader metrics, String endpoint) {
    Dimension dimension = MetricReader.dimension("Endpoint", endpoint);
    return metrics.ours(endpoint, "DaysToExpiry", "Minimum", Duration.ofMinutes(1), dimension);
  }
}
