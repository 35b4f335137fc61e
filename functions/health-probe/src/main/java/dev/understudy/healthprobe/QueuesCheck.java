package dev.understudy.healthprobe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much waits in each queue. How long the oldest message has waited SQS tells CloudWatch itself
 * ({@code AWS/SQS ApproximateAgeOfOldestMessage}), and nobody else.
 */
final class QueuesCheck implements Check {
  @Override
  public Observation run(ProbeConnections sites, Duration time) {
    List<Measurement> measured = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    sites
        .queues()
        .forEach(
            (metric, url) -> {
              try {
                measured.add(Measurement.of(metric, (double) sites.depths().depth(url)));
              } catch (IOException e) {
                troubles.add("%s cannot be asked: %s".formatted(url, e.getMessage()));
              }
            });
    return new Observation(measured, Map.of(), troubles);
  }
}
