package dev.understudy.replicator;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.telemetry.Telemetry;
import java.time.Clock;
import java.time.ZoneOffset;

/**
 * Builds the replicator from its configuration. The only class of the replicator that names real
 * clocks, random sources, queues and stores.
 */
record ReplicatorWiring(
    Replicator replicator,
    BatchTasks tasks,
    SqsHintQueue queue,
    StoreConnections stores,
    Backoff backoff)
    implements AutoCloseable {

  static ReplicatorWiring of(ReplicatorConfig config) {
    return of(config, config.deployment().telemetry(), Clock.systemUTC());
  }

  /** A replicator that logs no metrics, at {@link SnapshotWarmup#TIME}. */
  static ReplicatorWiring forWarmup(ReplicatorConfig config) {
    return of(
        config,
        Telemetry.withoutMetrics(config.deployment().primaryBucket()),
        Clock.fixed(SnapshotWarmup.TIME, ZoneOffset.UTC));
  }

  private static ReplicatorWiring of(ReplicatorConfig config, Telemetry telemetry, Clock clock) {
    Deployment deployment = config.deployment();
    SqsHintQueue queue =
        SqsHintQueue.connect(
            deployment.aws(),
            deployment.sqsEndpoint(),
            deployment.primaryBucket(),
            config.changesQueueUrl(),
            config.repairsQueueUrl(),
            config.deadLetterQueueUrl());
    OutcomeTelemetry outcomes = new OutcomeTelemetry(telemetry, clock);
    CallCounter calls = new CallCounter();
    StoreConnections stores =
        new StoreConnections(
            deployment.standbySecret(), secret -> connect(config, secret, calls, clock));
    TaskPool pool = new TaskPool(config.parallelKeys(), stores::disconnect);
    KeyBatch batch = new KeyBatch(stores, queue, calls, outcomes, pool);
    Backoff backoff = Backoff.seeded();
    Replicator replicator =
        new Replicator(
            new HintReader(deployment.primaryBucket()),
            batch,
            queue,
            backoff,
            new Parking(queue, stores, outcomes, pool, config.parkAfterReceives()));
    BatchTasks tasks = new BatchTasks(deployment.primaryBucket(), batch);
    return new ReplicatorWiring(replicator, tasks, queue, stores, backoff);
  }

  /** Closes every connection and client. */
  @Override
  public void close() {
    stores.disconnect();
    queue.close();
  }

  private static StoreConnections.Connection connect(
      ReplicatorConfig config, StandbySecret secret, CallCounter calls, Clock clock) {
    BothStores stores = config.deployment().connect(secret, calls);
    return new StoreConnections.Connection(secret, stores, config.parts(), config.scope(), clock);
  }
}
