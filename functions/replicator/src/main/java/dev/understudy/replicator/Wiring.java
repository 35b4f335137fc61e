package dev.understudy.replicator;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.telemetry.Signals;
import java.time.Clock;
import java.util.SplittableRandom;

/**
 * Puts the replicator together from its configuration: the one place where the real clocks, chances
 * and stores are named.
 */
record Wiring(Replicator replicator, BatchTasks tasks) {

  static Wiring of(ReplicatorConfig config) {
    HintQueue queue =
        SqsHintQueue.connect(
            config.aws(),
            config.sqsEndpoint(),
            config.primaryBucket(),
            config.changesQueueUrl(),
            config.repairsQueueUrl(),
            config.deadLetterQueueUrl());
    OutcomeSignals signals =
        new OutcomeSignals(new Signals(config.primaryBucket()), Clock.systemUTC());
    CallCounter calls = new CallCounter();
    Stores stores = new Stores(config.standbySecret(), secret -> connect(config, secret, calls));
    TaskPool pool = new TaskPool(config.parallelKeys(), stores::disconnect);
    KeyWork work = new KeyWork(stores, queue, calls, signals, pool);
    Replicator replicator =
        new Replicator(
            new HintReader(config.primaryBucket()),
            work,
            queue,
            new Backoff(new SplittableRandom()),
            new Parking(queue, stores, signals, pool, config.parkAfterReceives()));
    return new Wiring(replicator, new BatchTasks(config.primaryBucket(), work));
  }

  private static Stores.Connection connect(
      ReplicatorConfig config, StandbySecret secret, CallCounter calls) {
    S3Primary primary =
        S3Primary.connect(
            config.aws(),
            config.primaryEndpoint(),
            config.primaryBucket(),
            config.primaryOwner(),
            calls);
    S3Standby standby = S3Standby.connect(secret, config.standbyBucket(), calls);
    return new Stores.Connection(
        secret,
        primary,
        standby,
        config.parts(),
        () -> {
          primary.close();
          standby.close();
        });
  }
}
