package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import dev.understudy.core.telemetry.Metric;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the health object through the edge, as readers do. Its body names the origin that served
 * it. The object is written with headers that prevent caching.
 */
final class EdgeCheck implements Check {
  private final ProbedDocument health;

  EdgeCheck(ProbedDocument health) {
    this.health = health;
  }

  @Override
  public Observation run(Duration timeout) throws IOException {
    URI url = health.url();
    Answer answer = health.read();
    Optional<Origin> from = answer.status() == 200 ? Origin.of(answer.body()) : Optional.empty();
    return from.map(origin -> served(url, origin)).orElseGet(() -> failed(mismatch(url, answer)));
  }

  private static Observation served(URI url, Origin origin) {
    return Observation.of(
            Measurement.of(Metric.EDGE_HEALTHY, true),
            Measurement.of(Metric.SERVED_BY_STANDBY, origin == Origin.STANDBY))
        .with("url", url.toString())
        .with("servedBy", origin.label());
  }

  @Override
  public Observation failed(String reason) {
    return new Observation(
        List.of(Measurement.of(Metric.EDGE_HEALTHY, false)), Map.of(), List.of(reason));
  }

  private static String mismatch(URI url, Answer answer) {
    return answer.status() == 200
        ? "%s returns \"%s\", which is neither origin's health object"
            .formatted(url, OriginCheck.shown(answer))
        : "%s returns %d instead of 200".formatted(url, answer.status());
  }
}
