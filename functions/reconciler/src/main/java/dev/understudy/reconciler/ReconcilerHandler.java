package dev.understudy.reconciler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.aws.SqsRepairQueue;
import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.s3.NativeCrypto;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The function's door. Takes what {@code events/README.md} lists, from the schedule or from a
 * person, and answers with what was found.
 */
public final class ReconcilerHandler implements RequestStreamHandler {
  private static final Logger LOG = LogManager.getLogger(ReconcilerHandler.class);

  private final ReconcilerConfig config;
  private final Reconciler reconciler;

  /** As Lambda makes it. */
  public ReconcilerHandler() {
    this(System.getenv());
  }

  /**
   * @param environment the variables that README.md lists
   * @throws dev.understudy.core.config.ConfigurationException that lists everything missing or
   *     wrong
   */
  public ReconcilerHandler(Map<String, String> environment) {
    LOG.info("TLS and digests come from {}", NativeCrypto.install());
    this.config = ReconcilerConfig.of(new Environment(environment));
    Deployment deployment = config.deployment();
    Clock clock = Clock.systemUTC();
    this.reconciler =
        new Reconciler(
            () -> connect(deployment),
            SqsRepairQueue.connect(
                deployment.aws(),
                deployment.sqsEndpoint(),
                deployment.primaryBucket(),
                config.repairsQueueUrl()),
            config.settings(),
            new RunTelemetry(new Telemetry(deployment.primaryBucket()), clock),
            clock,
            duration -> Thread.sleep(duration.toMillis()));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ReconcileRequest request =
        ReconcileRequest.of(
            JsonTree.object(input)
                .orElseThrow(() -> new IllegalArgumentException("The input is no JSON object")));
    if (config.deployment().promoted()) {
      throw new IllegalStateException(
          "The standby is promoted (PROMOTED=true): it is no longer to be made equal");
    }
    Deadline deadline = new Deadline(context::getRemainingTimeInMillis, config.deadlineGuard());
    JSON.std.write(
        request.listsRefused()
            ? reconciler.listRefused(request)
            : reconciler.run(request, context.getAwsRequestId(), deadline).toMap(),
        output);
  }

  private static ReconcilerStores connect(Deployment deployment) {
    BothStores both = deployment.connect();
    return new ReconcilerStores(
        both.primary(),
        both.primary(),
        both.standby(),
        both.standby(),
        both.standby(),
        both::close);
  }
}
