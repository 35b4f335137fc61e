package dev.understudy.healthprobe;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.object.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The health probe's configuration. docs/configuration.md has the table.
 *
 * @param deployment what all functions share
 * @param scope the keys for which the event notification must reach the changes queue
 * @param changesTopicArn the topic that may stand between the primary and the changes queue
 * @param primaryHealthUrl the primary's health object, at the address that the edge uses
 * @param standbyHealthUrl the standby's
 * @param publicUrl the public URL of the content
 * @param standbyMetricsUrl MinIO's cluster metrics
 * @param cloudWatchEndpoint a CloudWatch endpoint other than AWS's
 * @param checkTimeout the timeout of each check; all checks run in parallel
 */
record ProbeConfig(
    Deployment deployment,
    Scope scope,
    String changesQueueUrl,
    Optional<String> changesTopicArn,
    String repairsQueueUrl,
    String deadLetterQueueUrl,
    Optional<URI> primaryHealthUrl,
    Optional<URI> standbyHealthUrl,
    Optional<URI> publicUrl,
    Optional<URI> standbyMetricsUrl,
    Optional<URI> cloudWatchEndpoint,
    Duration checkTimeout) {

  /**
   * @throws dev.understudy.core.config.ConfigurationException that lists every missing or wrong
   *     variable
   */
  static ProbeConfig of(Environment environment) {
    ProbeConfig config =
        new ProbeConfig(
            Deployment.of(environment),
            ScopeVariables.prefixesOf(environment),
            environment.required("CHANGES_QUEUE_URL"),
            environment.optional("CHANGES_TOPIC_ARN"),
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

  /** The checks that this configuration leaves out, each with the reason. */
  Map<CheckName, String> leftOut() {
    Map<CheckName, String> left = new LinkedHashMap<>();
    leave(left, CheckName.PRIMARY, primaryHealthUrl, "PRIMARY_HEALTH_URL");
    leave(left, CheckName.STANDBY, standbyHealthUrl, "STANDBY_HEALTH_URL");
    leave(left, CheckName.EDGE, publicUrl, "PUBLIC_URL");
    leave(left, CheckName.DISK, standbyMetricsUrl, "STANDBY_METRICS_URL");
    if (deployment.promoted()) {
      String promoted = "The standby is promoted (PROMOTED=true), so replication is off";
      left.put(CheckName.SECRET, promoted);
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
