package dev.understudy.reconciler;

import dev.understudy.core.aws.SqsRepairQueue;
import dev.understudy.core.deployment.Deployment;
import java.time.Clock;

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
        new RunTelemetry(deployment.telemetry(), clock),
        clock,
        duration -> Thread.sleep(duration.toMillis()));
  }
}
