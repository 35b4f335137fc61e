package dev.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

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
    try (MetricReader metrics = new MetricReader(installation)) {
      for (String endpoint : ENDPOINTS) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("endpoint", endpoint);
        row.put("daysToExpiry", days(metrics, endpoint));
        rows.add(row);
      }
    }
    options.output().print(Map.of("certificates", rows));
    return ExitCode.OK;
  }

  private static Object days(MetricReader metrics, String endpoint) {
    Dimension dimension = Dimension.builder().name("Endpoint").value(endpoint).build();
    Object newest = "not measured";
    for (double days : metrics.minutes("DaysToExpiry", "Minimum", WINDOW, dimension).values()) {
      newest = days;
    }
    return newest;
  }
}
