package dev.understudy.healthprobe;

import dev.understudy.core.aws.SqsDepths;
import dev.understudy.core.telemetry.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures the depth of each queue. Only SQS knows the age of the oldest message; it sends this to
 * CloudWatch itself ({@code AWS/SQS ApproximateAgeOfOldestMessage}).
 */
final class QueuesCheck implements Check {
  private final Map<Metric, String> queues;
  private final Supplier<SqsDepths> depths;

  /**
   * @param queues each queue's URL, by the metric of its depth
   */
  QueuesCheck(Map<Metric, String> queues, Supplier<SqsDepths> depths) {
    this.queues = queues;
    this.depths = depths;
  }

  @Override
  public Observation run(Duration timeout) {
    List<Measurement> measured = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    queues.forEach(
        (metric, url) -> {
          try {
            measured.add(Measurement.of(metric, (double) depths.get().depth(url)));
          } catch (IOException e) {
            troubles.add("The depth of %s cannot be read: %s".formatted(url, e.getMessage()));
          }
        });
    return new Observation(measured, Map.of(), troubles);
  }
}
