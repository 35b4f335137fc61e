package dev.understudy.healthprobe;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.healthprobe.cloudwatch.CloudWatchPublisher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The function's door. Takes what {@code events/README.md} lists, from the schedule or from a
 * person, and answers with what was seen.
 */
public final class HealthProbeHandler implements RequestStreamHandler {
  private static final Logger LOG = LogManager.getLogger(HealthProbeHandler.class);

  private final Probe probe;
  private final CloudWatchPublisher cloudWatch;
  private final Telemetry signals;
  private final String primaryBucket;

  /** As Lambda makes it. */
  public HealthProbeHandler() {
    this(System.getenv());
  }

  /**
   * @param environment the variables that README.md lists
   * @throws dev.understudy.core.config.ConfigurationException that lists everything missing or
   *     wrong
   */
  public HealthProbeHandler(Map<String, String> environment) {
    ProbeConfig config = ProbeConfig.of(new Environment(environment));
    Deployment deployment = config.deployment();
    this.primaryBucket = deployment.primaryBucket();
    this.signals = new Telemetry(primaryBucket);
    this.cloudWatch =
        CloudWatchPublisher.connect(
            deployment.aws(), config.cloudWatchEndpoint(), Telemetry.NAMESPACE);
    this.probe = new Probe(config, () -> new ProbeConnections(config, new SplittableRandom()));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ProbeRequest request =
        ProbeRequest.of(
            JsonTree.object(input)
                .orElseThrow(() -> new IllegalArgumentException("The input is no JSON object")));
    ProbeReport report = probe.run(request);
    String sent = send(report.measured());
    signals.emit(report.signal(context.getAwsRequestId(), sent));
    JSON.std.write(report.toMap(sent), output);
  }

  /** A person wants the answer even where CloudWatch is not to be had; alarms miss the metrics. */
  private String send(List<Measurement> measured) {
    if (measured.isEmpty()) {
      return "none to send";
    }
    try {
      cloudWatch.publish(measured.stream().map(m -> m.datum(primaryBucket)).toList());
      return "%d sent".formatted(measured.size());
    } catch (IOException e) {
      LOG.error("The metrics are lost: {}", e.getMessage());
      return "not sent: " + e.getMessage();
    }
  }
}
