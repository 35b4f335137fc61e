package dev.understudy.healthprobe;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The function's entry point. Takes the inputs that {@code events/README.md} lists, from the
 * schedule or from an operator, and returns what the checks observed.
 */
public final class HealthProbeHandler implements RequestStreamHandler {
  private static final Logger LOG = LogManager.getLogger(HealthProbeHandler.class);

  private final HealthProbeWiring wiring;

  /** Used by Lambda. */
  public HealthProbeHandler() {
    this(System.getenv());
  }

  /**
   * @param environment the variables that docs/configuration.md lists
   * @throws dev.understudy.core.config.ConfigurationException that lists every missing or wrong
   *     variable
   */
  public HealthProbeHandler(Map<String, String> environment) {
    this.wiring = HealthProbeWiring.of(ProbeConfig.of(new Environment(environment)));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ProbeRequest request =
        ProbeRequest.of(
            JsonTree.object(input)
                .orElseThrow(() -> new IllegalArgumentException("The input is not a JSON object")));
    ProbeReport report = wiring.probe().run(request);
    String sent = send(report.measured());
    wiring.telemetry().emit(report.event(context.getAwsRequestId(), sent));
    JSON.std.write(report.toMap(sent), output);
  }

  /** Never fails, so that an operator gets the result. Alarms detect the missing metrics. */
  private String send(List<Measurement> measured) {
    if (measured.isEmpty()) {
      return "none to send";
    }
    try {
      wiring
          .cloudWatch()
          .publish(measured.stream().map(m -> m.datum(wiring.primaryBucket())).toList());
      return "%d sent".formatted(measured.size());
    } catch (IOException e) {
      LOG.error("The metrics could not be sent: {}", e.getMessage());
      return "not sent: " + e.getMessage();
    }
  }
}
