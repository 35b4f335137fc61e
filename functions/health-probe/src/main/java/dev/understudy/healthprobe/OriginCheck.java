package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Checks that an origin serves its health object as the edge expects it: status 200 and this
 * origin's body. An origin that cannot be reached is unhealthy.
 */
final class OriginCheck implements Check {
  private static final int SHOWN = 40;

  private final Origin origin;
  private final ProbedDocument health;

  OriginCheck(Origin origin, ProbedDocument health) {
    this.origin = origin;
    this.health = health;
  }

  @Override
  public Observation run(Duration timeout) throws IOException {
    URI url = health.url();
    Answer answer = health.read();
    boolean healthy = answer.status() == 200 && answer.body().strip().equals(origin.body());
    return healthy
        ? Observation.of(Measurement.of(origin.healthy(), true)).with("url", url.toString())
        : failed(mismatch(url, answer));
  }

  @Override
  public Observation failed(String reason) {
    return new Observation(
        List.of(Measurement.of(origin.healthy(), false)), Map.of(), List.of(reason));
  }

  private String mismatch(URI url, Answer answer) {
    return answer.status() == 200
        ? "%s returns \"%s\" instead of \"%s\"".formatted(url, shown(answer), origin.body())
        : "%s returns %d instead of 200".formatted(url, answer.status());
  }

  /** The first {@value #SHOWN} characters of a body. */
  static String shown(Answer answer) {
    String text = answer.body().strip().replaceAll("\\p{Cntrl}", " ");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
