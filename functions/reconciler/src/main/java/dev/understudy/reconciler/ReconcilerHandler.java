package dev.understudy.reconciler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.s3.NativeCrypto;
import dev.understudy.core.time.Deadline;
import dev.understudy.reconciler.accesslog.AccessLogJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The function's entry point. Takes the inputs that {@code events/README.md} lists, from the
 * schedule or from an operator, and returns what the run found.
 */
public final class ReconcilerHandler implements RequestStreamHandler {
  private static final Logger LOG = LogManager.getLogger(ReconcilerHandler.class);

  private final ReconcilerConfig config;
  private final Reconciler reconciler;

  /** Used by Lambda. */
  public ReconcilerHandler() {
    this(System.getenv());
  }

  /**
   * @param environment the variables that docs/configuration.md lists
   * @throws dev.understudy.core.config.ConfigurationException that lists every missing or wrong
   *     variable
   */
  public ReconcilerHandler(Map<String, String> environment) {
    LOG.info("TLS and digests come from {}", NativeCrypto.install());
    this.config = ReconcilerConfig.of(new Environment(environment));
    this.reconciler = ReconcilerWiring.reconciler(config);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ReconcileRequest request =
        ReconcileRequest.of(
            JsonTree.object(input)
                .orElseThrow(() -> new IllegalArgumentException("The input is not a JSON object")));
    Deadline deadline = new Deadline(context::getRemainingTimeInMillis, config.deadlineGuard());
    if (request.readsAccessLogs()) {
      JSON.std.write(accessLogs().run(context.getAwsRequestId(), deadline), output);
      return;
    }
    if (config.deployment().promoted()) {
      throw new IllegalStateException(
          "The standby is promoted (PROMOTED=true), so it must not be made equal to the primary");
    }
    JSON.std.write(
        request.listsRefused()
            ? reconciler.listRefused(request)
            : reconciler.run(request, context.getAwsRequestId(), deadline).toMap(),
        output);
  }

  private AccessLogJob accessLogs() {
    return ReconcilerWiring.accessLogs(config)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "HOT_OBJECTS_DAYS is 0, so there are no access logs to read"));
  }
}
