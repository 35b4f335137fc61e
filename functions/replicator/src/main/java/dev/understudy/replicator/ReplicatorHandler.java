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
 * The function's door. Takes a batch of SQS and answers with what failed ({@code
 * ReportBatchItemFailures} must be on), or a task of S3 Batch Operations and answers in its terms.
 * Reads the event as a stream, because the two share no type.
 *
 * <p>Before Lambda takes the snapshot that later starts begin from, a batch is rehearsed; after it
 * is restored, whatever tells one copy from another (clients, credentials, chances) is made anew.
 */
public final class ReplicatorHandler implements RequestStreamHandler, Resource {
  private static final Logger LOG = LogManager.getLogger(ReplicatorHandler.class);

  private static final Duration REHEARSAL = Duration.ofSeconds(20);

  private final Map<String, String> environment;
  private volatile ReplicatorConfig config;
  private volatile Wiring wiring;

  /** As Lambda makes it. */
  public ReplicatorHandler() {
    this(System.getenv());
    // The context holds it weakly; Lambda itself holds the handler.
    Core.getGlobalContext().register(this);
  }

  /**
   * @param environment the variables that README.md lists
   * @throws dev.understudy.core.config.ConfigurationException that lists everything missing or
   *     wrong
   */
  public ReplicatorHandler(Map<String, String> environment) {
    LOG.info("TLS and digests come from {}", NativeCrypto.install());
    this.environment = environment;
    this.config = ReplicatorConfig.of(new Environment(environment));
    this.wiring = Wiring.of(config);
  }

  private ReplicatorHandler(ReplicatorConfig config, Wiring wiring) {
    this.environment = Map.of();
    this.config = config;
    this.wiring = wiring;
  }

  /** Never fails: a start that was not rehearsed is slow, and no more. */
  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    config.deployment().rehearseTls();
    SnapshotWarmup.run(ReplicatorHandler::rehearse);
  }

  private static void rehearse(Map<String, String> stage, InputStream event) throws IOException {
    ReplicatorConfig config = ReplicatorConfig.of(new Environment(stage));
    try (Wiring wiring = Wiring.forRehearsal(config)) {
      Deadline deadline = new Deadline(REHEARSAL::toMillis, config.deadlineGuard());
      new ReplicatorHandler(config, wiring)
          .handle(event, OutputStream.nullOutputStream(), new Invocation("rehearsal", deadline));
      // All that went well, so nothing has called the queue.
      wiring.queue().retryAfter(Map.of(new QueueMessage("", "", "", "", 1), Duration.ofSeconds(1)));
    }
  }

  /** Nothing of before is used again: it is the same in every copy of the snapshot. */
  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    wiring.close();
    config = ReplicatorConfig.of(new Environment(environment));
    wiring = Wiring.of(config);
  }

  Wiring wiring() {
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
            .orElseThrow(() -> new IllegalArgumentException(LambdaEvents.NEITHER));
    JSON.std.write(respond(event, invocation), output);
  }

  private Object respond(Map<String, Object> event, Invocation invocation) {
    if (config.deployment().promoted()) {
      return nothingDone(event);
    }
    if (LambdaEvents.isBatchJob(event)) {
      return respondToJob(event, invocation);
    }
    List<String> failed = wiring.replicator().replicate(LambdaEvents.messages(event), invocation);
    return new SQSBatchResponse(
        failed.stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
  }

  /** Writers trust the promoted standby with what the primary does not have. */
  private static SQSBatchResponse nothingDone(Map<String, Object> event) {
    if (LambdaEvents.isBatchJob(event)) {
      throw new IllegalStateException(
          "The standby is promoted (PROMOTED=true), so no job may write to it");
    }
    LOG.warn("The standby is promoted (PROMOTED=true): nothing is replicated, hints wait");
    return new SQSBatchResponse(
        LambdaEvents.messages(event).stream()
            .map(message -> new SQSBatchResponse.BatchItemFailure(message.id()))
            .toList());
  }

  private S3BatchResponse respondToJob(Map<String, Object> event, Invocation invocation) {
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
