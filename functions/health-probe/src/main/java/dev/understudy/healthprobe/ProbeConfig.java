package dev.understudy.healthprobe;

import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.Deployment;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that the probe can be told; README.md has the table.
 *
 * @param deployment what the other functions are told too
 * @param primaryHealthUrl the primary's health object, as the edge asks for it
 * @param standbyHealthUrl the standby's
 * @param publicUrl where readers go
 * @param standbyMetricsUrl MinIO's metrics of the cluster
 * @param cloudWatchEndpoint another CloudWatch than Amazon's
 * @param checkTimeout how long each check may take; all of them run beside each other
 */
record ProbeConfig(
    Deployment deployment,
    String changesQueueUrl,
    String repairsQueueUrl,
    String deadLetterQueueUrl,
    Optional<URI> primaryHealthUrl,
    Optional<URI> standbyHealthUrl,
    Optional<URI> publicUrl,
    Optional<URI> standbyMetricsUrl,
    Optional<URI> cloudWatchEndpoint,
    Duration checkTimeout) {

  /**
   * @throws dev.understudy.core.config.ConfigurationException that lists everything missing or
   *     wrong
   */
  static ProbeConfig of(Environment environment) {
    ProbeConfig config =
        new ProbeConfig(
            Deployment.of(environment),
            environment.required("CHANGES_QUEUE_URL"),
            environment.required("REPAIRS_QUEUE_URL"),
            environment.required("DEAD_LETTER_QUEUE_URL"),
            environment.url("PRIMARY_HEALTH_URL"),
            environment.url("STANDBY_HEALTH_URL"),
            environment.url("PUBLIC_URL"),
            environment.url("STANDBY_METRICS_URL"),
            environment.endpoint("CLOUDWATCH_ENDPOINT"),
            Duration.ofSeconds(environment.integer("CHECK_TIMEOUT_SECONDS", 8, 1, 15)));
    environment.verify();
    return config;
  }

  /** The checks that are not to be made here, each with the reason. */
  Map<CheckName, String> leftOut() {
    Map<CheckName, String> left = new LinkedHashMap<>();
    leave(left, CheckName.PRIMARY, primaryHealthUrl, "PRIMARY_HEALTH_URL");
    leave(left, CheckName.STANDBY, standbyHealthUrl, "STANDBY_HEALTH_URL");
    leave(left, CheckName.EDGE, publicUrl, "PUBLIC_URL");
    leave(left, CheckName.DISK, standbyMetricsUrl, "STANDBY_METRICS_URL");
    if (deployment.promoted()) {
      String promoted = "The standby is promoted (PROMOTED=true): it is not to be made equal";
      left.put(CheckName.HEARTBEAT, promoted);
      left.put(CheckName.FOREIGN_WRITES, promoted);
    }
    return left;
  }

  private static void leave(
      Map<CheckName, String> left, CheckName check, Optional<URI> url, String variable) {
    if (url.isEmpty()) {
      left.put(check, variable + " is not set");
    }
  }
}
