package dev.understudy.replicator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.S3BatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.s3.NativeCrypto;
import dev.understudy.core.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The function's door. Takes a batch of SQS and answers with what failed ({@code
 * ReportBatchItemFailures} must be on), or a task of S3 Batch Operations and answers in its terms.
 * Reads the event as a stream, because the two share no type.
 */
public final class ReplicatorHandler implements RequestStreamHandler {
  private static final Logger LOG = LogManager.getLogger(ReplicatorHandler.class);

  private final ReplicatorConfig config;
  private final Wiring wiring;

  /** As Lambda makes it. */
  public ReplicatorHandler() {
    this(System.getenv());
  }

  /**
   * @param environment the variables that README.md lists
   * @throws dev.understudy.core.config.ConfigurationException that lists everything missing or
   *     wrong
   */
  public ReplicatorHandler(Map<String, String> environment) {
    LOG.info("TLS and digests come from {}", NativeCrypto.install());
    this.config = ReplicatorConfig.of(new Environment(environment));
    this.wiring = Wiring.of(config);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<String, Object> event =
        JsonTree.object(input)
            .orElseThrow(() -> new IllegalArgumentException(LambdaEvents.NEITHER));
    Invocation invocation =
        new Invocation(
            context.getAwsRequestId(),
            new Deadline(context::getRemainingTimeInMillis, config.deadlineGuard()));
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
