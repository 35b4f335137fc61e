package dev.understudy.reconciler;

import dev.understudy.core.aws.SqsRepairQueue;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.reconciler.accesslog.AccessLogJob;
import java.time.Clock;
import java.util.Optional;

/** Builds the reconciler from its configuration, with the real clock, queue and stores. */
final class ReconcilerWiring {
  private ReconcilerWiring() {}

  /** A reconciler that connects to both stores anew for each run. */
  static Reconciler reconciler(ReconcilerConfig config) {
    Deployment deployment = config.deployment();
    Clock clock = Clock.systemUTC();
    SqsRepairQueue queue =
        SqsRepairQueue.connect(
            deployment.aws(),
            deployment.sqsEndpoint(),
            deployment.primaryBucket(),
            config.repairsQueueUrl());
    return new Reconciler(
        deployment::connect,
        queue,
        config.settings(),
        ScopeSource.of(
            config.settings().scope(), deployment.filtered(), deployment.hotDays(), clock),
        new RunTelemetry(deployment.telemetry(), clock),
        clock,
        duration -> Thread.sleep(duration.toMillis()));
  }

  /** What reads the access logs, if hot keys are learned. */
  static Optional<AccessLogJob> accessLogs(ReconcilerConfig config) {
    return config
        .logs()
        .map(logs -> new AccessLogJob(config.deployment(), logs, Clock.systemUTC()));
  }
}
