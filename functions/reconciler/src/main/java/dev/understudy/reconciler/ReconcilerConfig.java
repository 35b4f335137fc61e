package dev.understudy.reconciler;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.reconciler.accesslog.LogSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the reconciler. docs/configuration.md has the table.
 *
 * @param deployment the settings that all functions share
 * @param logs the access logs that hot keys are learned from; empty for none
 * @param deadlineGuard how long before its timeout the run stops comparing
 */
record ReconcilerConfig(
    Deployment deployment,
    String repairsQueueUrl,
    ReconcilerSettings settings,
    Optional<LogSettings> logs,
    Duration deadlineGuard) {

  /**
   * @throws dev.understudy.core.config.ConfigurationException that lists every missing or wrong
   *     variable
   */
  static ReconcilerConfig of(Environment environment) {
    Deployment deployment = Deployment.of(environment);
    ReconcilerConfig config =
        new ReconcilerConfig(
            deployment,
            environment.required("REPAIRS_QUEUE_URL"),
            settings(deployment, environment),
            LogSettings.of(environment, deployment.primaryBucket()),
            Duration.ofSeconds(environment.integer("DEADLINE_GUARD_SECONDS", 60, 1, 300)));
    environment.verify();
    return config;
  }

  private static ReconcilerSettings settings(Deployment deployment, Environment environment) {
    return new ReconcilerSettings(
        deployment.primaryBucket() + " to " + deployment.standbyBucket(),
        Duration.ofSeconds(environment.integer("GRACE_SECONDS", 300, 0, 86_400)),
        environment.integer("BRAKE_KEYS", 1000, 0, Integer.MAX_VALUE),
        environment.integer("BRAKE_PERCENT", 10, 0, 100),
        environment.integer("DEEP_CHECK_DAYS", 30, 0, 365),
        environment.integer("REPAIRS_QUEUE_LIMIT", 100_000, 10, Integer.MAX_VALUE),
        environment.integer("PARALLEL_HEADS", 16, 1, 64),
        1000,
        ScopeVariables.of(environment));
  }
}
