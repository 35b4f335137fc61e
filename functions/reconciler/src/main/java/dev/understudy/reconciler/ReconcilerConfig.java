package dev.understudy.reconciler;

import dev.understudy.core.config.Environment;
import dev.understudy.core.config.ScopeVariables;
import dev.understudy.core.deployment.Deployment;
import java.time.Duration;

/**
 * All that the reconciler can be told; README.md has the table.
 *
 * @param deployment what the other functions are told too
 * @param deadlineGuard how long before the invocation's end no further key is compared
 */
record ReconcilerConfig(
    Deployment deployment,
    String repairsQueueUrl,
    ReconcilerSettings settings,
    Duration deadlineGuard) {

  /**
   * @throws dev.understudy.core.config.ConfigurationException that lists everything missing or
   *     wrong
   */
  static ReconcilerConfig of(Environment environment) {
    Deployment deployment = Deployment.of(environment);
    ReconcilerConfig config =
        new ReconcilerConfig(
            deployment,
            environment.required("REPAIRS_QUEUE_URL"),
            settings(deployment, environment),
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
