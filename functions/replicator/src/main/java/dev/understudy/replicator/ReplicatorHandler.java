package dev.understudy.replicator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.S3BatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.s3.NativeCrypto;
import dev.understudy.core.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.crac.Core;
import org.crac.Resource;

/**
 * The function's entry point. Takes an SQS batch and returns the messages that failed ({@code
 * ReportBatchItemFailures} must be on), or takes a task of S3 Batch Operations and returns its
 * result. Reads the event as a stream, because the two share no type.
 *
 * <p>Before Lambda takes the SnapStart snapshot, the handler replicates a made-up batch as a
 * warmup. After a restore it creates new clients, credentials and random sources, because every
 * copy of the snapshot holds the same ones.
 */
public final class ReplicatorHandler implements RequestStreamHandler, Resource {
  private static final Logger LOG = LogManager.getLogger(ReplicatorHandler.class);

  private static final Duration WARMUP_TIME = Duration.ofSeconds(20);

  private final Map<String, String> environment;
  private volatile ReplicatorConfig config;
  private volatile ReplicatorWiring wiring;

  /** Used by Lambda. */
  public ReplicatorHandler() {
    this(System.getenv());
    // The context holds it weakly; Lambda itself holds the handler.
    Core.getGlobalContext().register(this);
  }

  /**
   * @param environment the variables that docs/configuration.md lists
   * @throws dev.understudy.core.config.ConfigurationException that lists every missing or wrong
   *     variable
   */
  public ReplicatorHandler(Map<String, String> environment) {
    LOG.info("TLS and digests come from {}", NativeCrypto.install());
    this.environment = environment;
    this.config = ReplicatorConfig.of(new Environment(environment));
    this.wiring = ReplicatorWiring.of(config);
  }

  private ReplicatorHandler(ReplicatorConfig config, ReplicatorWiring wiring) {
    this.environment = Map.of();
    this.config = config;
    this.wiring = wiring;
  }

  /** Never fails. Without the warmup the first event is only slower. */
  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    config.deployment().warmUpTls();
    SnapshotWarmup.run(ReplicatorHandler::warmUp);
  }

  private static void warmUp(Map<String, String> environment, InputStream event)
      throws IOException {
    ReplicatorConfig config = ReplicatorConfig.of(new Environment(environment));
    try (ReplicatorWiring wiring = ReplicatorWiring.forWarmup(config)) {
      Deadline deadline = new Deadline(WARMUP_TIME::toMillis, config.deadlineGuard());
      new ReplicatorHandler(config, wiring)
          .handle(event, OutputStream.nullOutputStream(), new Invocation("warmup", deadline));
      // The batch succeeded, so nothing has called the queue yet.
      wiring.queue().retryAfter(Map.of(new QueueMessage("", "", "", "", 1), Duration.ofSeconds(1)));
    }
  }

  /** Replaces the wiring, which is the same in every copy of the snapshot. */
  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    wiring.close();
    config = ReplicatorConfig.of(new Environment(environment));
    wiring = ReplicatorWiring.of(config);
  }

  ReplicatorWiring wiring() {
    return wiring;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Deadline deadline = new Deadline(context::getRemainingTimeInMillis, config.deadlineGuard());
    handle(input, output, new Invocation(context.getAwsRequestId(), deadline));
  }

  private void handle(InputStream input, OutputStream output, Invocation invocation)
      throws IOException {
    Map<String, Object> event =
        JsonTree.object(input)
            .orElseThrow(() -> new IllegalArgumentException(LambdaEvents.UNKNOWN_EVENT));
    JSON.std.write(respond(event, invocation), output);
  }

  private Object respond(Map<String, Object> event, Invocation invocation) {
    if (config.deployment().promoted()) {
      return leaveUntouched(event);
    }
    if (LambdaEvents.isBatchJob(event)) {
      return runBatchJob(event, invocation);
    }
    List<String> failed = wiring.replicator().replicate(LambdaEvents.messages(event), invocation);
    return new SQSBatchResponse(
        failed.stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
  }

  /** A promoted standby holds writes that the primary does not have. */
  private static SQSBatchResponse leaveUntouched(Map<String, Object> event) {
    if (LambdaEvents.isBatchJob(event)) {
      throw new IllegalStateException(
          "The standby is promoted (PROMOTED=true), so no job may write to it");
    }
    LOG.warn(
        "The standby is promoted (PROMOTED=true): replication is off, hints stay in the queue");
    return new SQSBatchResponse(
        LambdaEvents.messages(event).stream()
            .map(message -> new SQSBatchResponse.BatchItemFailure(message.id()))
            .toList());
  }

  private S3BatchResponse runBatchJob(Map<String, Object> event, Invocation invocation) {
    List<S3BatchResponse.Result> results = new ArrayList<>();
    wiring
        .tasks()
        .run(LambdaEvents.tasks(event), invocation)
        .forEach(
            (task, result) ->
                results.add(
                    new S3BatchResponse.Result(
                        task,
                        S3BatchResponse.ResultCode.valueOf(result.code().label()),
                        result.text())));
    return S3BatchResponse.builder()
        .withInvocationSchemaVersion(JsonTree.text(event, "invocationSchemaVersion"))
        .withInvocationId(JsonTree.text(event, "invocationId"))
        .withTreatMissingKeysAs(S3BatchResponse.ResultCode.PermanentFailure)
        .withResults(results)
        .build();
  }
}
