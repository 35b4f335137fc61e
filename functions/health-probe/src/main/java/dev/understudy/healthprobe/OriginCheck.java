package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks that an origin serves its health object as the edge expects it: status 200 and this
 * origin's body. An origin that cannot be reached is unhealthy.
 *
 * <p>Only the edge holds its client certificate. The droplet's nginx therefore adds to the health
 * object in how many days the certificate expires that the edge presented.
 */
final class OriginCheck implements Check {
  private static final String CLIENT_DAYS = "X-Understudy-Client-Certificate-Days";
  private static final Pattern DAYS = Pattern.compile("\\d{1,6}");
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
    if (!healthy) {
      return failed(mismatch(url, answer));
    }
    List<Measurement> measured = new ArrayList<>();
    measured.add(Measurement.of(origin.healthy(), true));
    answer
        .header(CLIENT_DAYS)
        .filter(days -> DAYS.matcher(days).matches())
        .ifPresent(
            days -> measured.add(Measurement.daysToExpiry("edge-client", Long.parseLong(days))));
    return new Observation(measured, Map.of("url", url.toString()), List.of());
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
