package dev.understudy.cli;

import dev.understudy.cli.drill.CloudflarePools;
import dev.understudy.cli.drill.Disruption;
import dev.understudy.cli.drill.Drill;
import dev.understudy.cli.drill.DrillResult;
import dev.understudy.cli.drill.ServingOrigin;
import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What both drills have in common: preconditions, confirmation, the drill and its result. Used by
 * one thread.
 *
 * @param source names the installation
 */
record DrillSession(
    DrillOptions given,
    CommonOptions.Source source,
    CloudflarePools pools,
    ServingOrigin edge,
    Output output) {
  /**
   * Reads the options, and sends no request to the edge.
   *
   * @throws ConfigurationException if an option is missing or wrong
   */
  static DrillSession of(CommonOptions options, DrillOptions given) {
    given.verify();
    CommonOptions.Source source = options.source();
    return new DrillSession(
        given, source, given.pools(options, source), given.edge(source), options.output());
  }

  /**
   * Passes if a drill would not be an outage.
   *
   * @throws ConfigurationException if the primary does not serve now, or the standby is not healthy
   * @throws IOException if the edge's API cannot be reached or rejects the request
   */
  void requireReady() throws IOException {
    if (edge.read() != ServingOrigin.Origin.PRIMARY) {
      throw new ConfigurationException(
          "the primary does not serve now: no drill during an outage. Check " + edge);
    }
    if (!pools.isHealthy(given.standby())) {
      throw new ConfigurationException(
          "the edge does not consider the standby (pool %s) healthy: no drill without a healthy standby"
              .formatted(given.standby()));
    }
  }

  /**
   * Runs the drill after a confirmation, or shows what it would do.
   *
   * @return the exit code
   */
  int run(String name, Disruption disruption) throws InterruptedException {
    Map<String, Object> shown = new LinkedHashMap<>(Map.of("drill", name));
    if (given.dryRun()) {
      shown.put("would", disruption.description());
      shown.put("reads", edge.toString());
      output.print(shown);
      return ExitCode.OK;
    }
    Confirmation.require(given.yes(), "--yes", disruption.description());
    shown.put("began", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    try (Interruption interruption = new Interruption()) {
      Drill drill =
          new Drill(
              disruption,
              edge,
              given.settings(),
              interruption::requested,
              output::note,
              line -> output.progress(() -> line));
      return show(drill.run(), disruption, shown);
    }
  }

  /** Prints the result, while the process still waits for it. */
  private int show(DrillResult result, Disruption disruption, Map<String, Object> shown) {
    shown.putAll(result.fields());
    given.worst().ifPresent(seconds -> shown.put("worstSeconds", seconds));
    Optional<String> failure = result.failure(given.worst());
    shown.put("passed", failure.isEmpty());
    failure.ifPresent(reason -> shown.put("reason", reason));
    if (!result.restored()) {
      shown.put("restoreByHand", disruption.restoreByHand());
    }
    output.print(shown);
    return code(result, failure);
  }

  private static int code(DrillResult result, Optional<String> failure) {
    if (!result.restored()) {
      return ExitCode.FAILED;
    }
    return result.failover().isEmpty()
        ? ExitCode.UNREACHABLE
        : ExitCode.finding(failure.isPresent());
  }
}
