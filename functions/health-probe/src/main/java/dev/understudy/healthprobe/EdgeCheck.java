package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What readers get: the health object through the edge, from whichever origin. Its body says which
 * origin answered; it must not be cached, and is written so.
 */
final class EdgeCheck implements Check {
  @Override
  public Observation run(ProbeConnections sites, Duration time) throws IOException {
    URI url = sites.edge().resolve("/" + Origin.HEALTH_KEY);
    Answer answer = sites.readPublic(url);
    Optional<Origin> from = answer.status() == 200 ? Origin.of(answer.body()) : Optional.empty();
    return from.map(origin -> served(url, origin)).orElseGet(() -> unseen(wrong(url, answer)));
  }

  private static Observation served(URI url, Origin origin) {
    return Observation.of(
            Measurement.of(Metric.EDGE_HEALTHY, true),
            Measurement.of(Metric.SERVED_BY_STANDBY, origin == Origin.STANDBY))
        .with("url", url.toString())
        .with("servedBy", origin.label());
  }

  @Override
  public Observation unseen(String why) {
    return new Observation(
        List.of(Measurement.of(Metric.EDGE_HEALTHY, false)), Map.of(), List.of(why));
  }

  private static String wrong(URI url, Answer answer) {
    return answer.status() == 200
        ? "%s answers \"%s\", which is neither origin's health object"
            .formatted(url, OriginCheck.shown(answer))
        : "%s answers %d instead of 200".formatted(url, answer.status());
  }
}
