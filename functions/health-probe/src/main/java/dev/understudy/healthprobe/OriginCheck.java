package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whether an origin answers its health object as the edge must find it: 200, with this origin's own
 * body. An origin that cannot be reached is unhealthy, which is a value as well.
 */
final class OriginCheck implements Check {
  private static final int SHOWN = 40;

  private final Origin origin;

  OriginCheck(Origin origin) {
    this.origin = origin;
  }

  @Override
  public Observation run(ProbeConnections sites, Duration time) throws IOException {
    URI url = origin == Origin.PRIMARY ? sites.primaryHealth() : sites.standbyHealth();
    Answer answer = origin == Origin.PRIMARY ? sites.readPrimary(url) : sites.readStandby(url);
    boolean well = answer.status() == 200 && answer.body().strip().equals(origin.body());
    return well
        ? Observation.of(Measurement.of(origin.healthy(), true)).with("url", url.toString())
        : unseen(wrong(url, answer));
  }

  @Override
  public Observation unseen(String why) {
    return new Observation(
        List.of(Measurement.of(origin.healthy(), false)), Map.of(), List.of(why));
  }

  private String wrong(URI url, Answer answer) {
    return answer.status() == 200
        ? "%s answers \"%s\" instead of \"%s\"".formatted(url, shown(answer), origin.body())
        : "%s answers %d instead of 200".formatted(url, answer.status());
  }

  /** The beginning of a body that should be short. */
  static String shown(Answer answer) {
    String text = answer.body().strip().replaceAll("\\p{Cntrl}", " ");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
