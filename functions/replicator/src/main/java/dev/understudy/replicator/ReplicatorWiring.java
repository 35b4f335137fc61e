package dev.understudy.replicator;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.config.Limits;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.deployment.ScopeSource;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.TokenBucket;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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
    SqsHintQueue queue = queue(config);
    OutcomeTelemetry outcomes = new OutcomeTelemetry(telemetry, clock);
    CallCounter calls = new CallCounter();
    ScopeSource scopes =
        ScopeSource.of(config.scope(), deployment.filtered(), deployment.hotDays(), clock);
    LongSupplier pace = pace(config.limits());
    StoreConnections stores =
        new StoreConnections(
            deployment.standbySecret(),
            secret -> connect(config, secret, calls, pace, scopes, clock));
    TaskPool pool = new TaskPool(config.parallelKeys(), stores::disconnect);
    KeyBatch batch =
        new KeyBatch(stores, queue, calls, outcomes, pool, bandwidth(config.limits(), clock));
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

  private static SqsHintQueue queue(ReplicatorConfig config) {
    return SqsHintQueue.connect(
        config.deployment().aws(),
        config.deployment().sqsEndpoint(),
        config.deployment().primaryBucket(),
        config.changesQueueUrl(),
        config.repairsQueueUrl(),
        config.deadLetterQueueUrl());
  }

  /** Closes every connection and client. */
  @Override
  public void close() {
    stores.disconnect();
    queue.close();
  }

  private static Bandwidth bandwidth(Limits limits, Clock clock) {
    return limits.bandwidth().isLimited()
        ? new Bandwidth(
            () -> limits.bandwidth().bytesPerSecond(clock.instant()) / limits.invocations(),
            System::nanoTime,
            TimeUnit.NANOSECONDS::sleep)
        : Bandwidth.UNLIMITED;
  }

  /** The waits before the requests to the standby. */
  private static LongSupplier pace(Limits limits) {
    if (limits.requestsPerSecond() == 0) {
      return () -> 0;
    }
    double share = (double) limits.requestsPerSecond() / limits.invocations();
    TokenBucket requests = new TokenBucket(() -> share, System::nanoTime);
    return () -> requests.charge(1);
  }

  private static StoreConnections.Connection connect(
      ReplicatorConfig config,
      StandbySecret secret,
      CallCounter calls,
      LongSupplier pace,
      ScopeSource scopes,
      Clock clock) {
    BothStores stores = config.deployment().connect(secret, calls, pace);
    return new StoreConnections.Connection(secret, stores, config.parts(), scopes, clock);
  }
}
