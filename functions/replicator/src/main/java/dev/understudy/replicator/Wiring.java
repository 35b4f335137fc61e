package dev.understudy.replicator;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.telemetry.Signals;
import java.time.Clock;
import java.util.SplittableRandom;

/**
 * Puts the replicator together from its configuration: the one place where the real clocks, chances
 * and stores are named.
 */
record Wiring(Replicator replicator, BatchTasks tasks, SqsHintQueue queue, Stores stores)
    implements AutoCloseable {

  static Wiring of(ReplicatorConfig config) {
    return of(config, new Signals(config.deployment().primaryBucket()));
  }

  /** What it tells makes no metrics. */
  static Wiring forRehearsal(ReplicatorConfig config) {
    return of(config, Signals.withoutMetrics(config.deployment().primaryBucket()));
  }

  private static Wiring of(ReplicatorConfig config, Signals told) {
    Deployment deployment = config.deployment();
    SqsHintQueue queue =
        SqsHintQueue.connect(
            deployment.aws(),
            deployment.sqsEndpoint(),
            deployment.primaryBucket(),
            config.changesQueueUrl(),
            config.repairsQueueUrl(),
            config.deadLetterQueueUrl());
    OutcomeSignals signals = new OutcomeSignals(told, Clock.systemUTC());
    CallCounter calls = new CallCounter();
    Stores stores =
        new Stores(deployment.standbySecret(), secret -> connect(config, secret, calls));
    TaskPool pool = new TaskPool(config.parallelKeys(), stores::disconnect);
    KeyWork work = new KeyWork(stores, queue, calls, signals, pool);
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

  private static Stores.Connection connect(
      ReplicatorConfig config, StandbySecret secret, CallCounter calls) {
    BothStores both = config.deployment().connect(secret, calls);
    return new Stores.Connection(
        secret, both.primary(), both.standby(), config.parts(), config.scope(), both::close);
  }
}
