package dev.understudy.replicator;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.telemetry.Telemetry;
import java.time.Clock;
import java.util.SplittableRandom;

/**
 * Puts the replicator together from its configuration: the one place where the real clocks, chances
 * and stores are named.
 */
record Wiring(Replicator replicator, BatchTasks tasks, SqsHintQueue queue, StoreConnections stores)
    implements AutoCloseable {

  static Wiring of(ReplicatorConfig config) {
    return of(config, new Telemetry(config.deployment().primaryBucket()));
  }

  /** What it tells makes no metrics. */
  static Wiring forRehearsal(ReplicatorConfig config) {
    return of(config, Telemetry.withoutMetrics(config.deployment().primaryBucket()));
  }

  private static Wiring of(ReplicatorConfig config, Telemetry told) {
    Deployment deployment = config.deployment();
    SqsHintQueue queue =
        SqsHintQueue.connect(
            deployment.aws(),
            deployment.sqsEndpoint(),
            deployment.primaryBucket(),
            config.changesQueueUrl(),
            config.repairsQueueUrl(),
            config.deadLetterQueueUrl());
    OutcomeTelemetry signals = new OutcomeTelemetry(told, Clock.systemUTC());
    CallCounter calls = new CallCounter();
    StoreConnections stores =
        new StoreConnections(deployment.standbySecret(), secret -> connect(config, secret, calls));
    TaskPool pool = new TaskPool(config.parallelKeys(), stores::disconnect);
    KeyBatch work = new KeyBatch(stores, queue, calls, signals, pool);
    Replicator replicator =
        new Replicator(
            new HintReader(deployment.primaryBucket()),
            work,
            queue,
            new Backoff(new SplittableRandom()),
            new Parking(queue, stores, signals, pool, config.parkAfterReceives()));
    BatchTasks tasks = new BatchTasks(deployment.primaryBucket(), work);
    return new Wiring(replicator, tasks, queue, stores);
  }

  /** Closes every connection and client. */
  @Override
  public void close() {
    stores.disconnect();
    queue.close();
  }

  private static StoreConnections.Connection connect(
      ReplicatorConfig config, StandbySecret secret, CallCounter calls) {
    BothStores both = config.deployment().connect(secret, calls);
    return new StoreConnections.Connection(
        secret, both.primary(), both.standby(), config.parts(), config.scope(), both::close);
  }
}
