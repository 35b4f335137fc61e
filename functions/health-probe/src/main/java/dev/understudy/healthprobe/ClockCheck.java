package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the standby's clock is from the primary's, by the Date of an answer of each, whatever the
 * answer. Exact to a second, as Date is. The standby's clock does not matter until it is promoted:
 * from then on it decides which version is newest.
 */
final class ClockCheck implements Check {
  @Override
  public Observation run(ProbeConnections sites, Duration time) throws IOException {
    Reading primary = Reading.of(() -> sites.readPrimary(sites.primaryHealth()), "primary");
    Reading standby = Reading.of(() -> sites.readStandby(sites.standbyHealth()), "standby");
    double apart = primary.aheadOf(standby).toMillis() / 1000.0;
    // Each Date has lost the fraction of its second.
    double skew = Math.max(0, Math.abs(apart) - 1);
    return Observation.of(Measurement.of(Metric.CLOCK_SKEW, skew))
        .with("primary", primary.date.toString())
        .with("standby", standby.date.toString());
  }

  /**
   * What a clock showed.
   *
   * @param nanos our monotonic clock, in the middle between question and answer
   */
  private record Reading(Instant date, long nanos) {
    static Reading of(Question question, String site) throws IOException {
      long sent = System.nanoTime();
      Answer answer = question.ask();
      long middle = sent + (System.nanoTime() - sent) / 2;
      return new Reading(
          answer.date().orElseThrow(() -> new IOException("The %s tells no time".formatted(site))),
          middle);
    }

    Duration aheadOf(Reading other) {
      return Duration.between(other.date, date).minusNanos(nanos - other.nanos);
    }
  }

  @FunctionalInterface
  private interface Question {
    Answer ask() throws IOException;
  }
}
