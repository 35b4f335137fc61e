package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import dev.understudy.core.telemetry.Metric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Measures the difference between the standby's and the primary's clock, from the Date header of
 * one response of each, whatever its status. Exact to a second, as Date is. The standby's clock
 * does not matter until the promotion. From then on it decides which version is newest.
 */
final class ClockCheck implements Check {
  private final ProbedDocument primaryHealth;
  private final ProbedDocument standbyClock;

  ClockCheck(ProbedDocument primaryHealth, ProbedDocument standbyClock) {
    this.primaryHealth = primaryHealth;
    this.standbyClock = standbyClock;
  }

  @Override
  public Observation run(Duration timeout) throws IOException {
    Reading primary = Reading.of(primaryHealth, "primary");
    Reading standby = Reading.of(standbyClock, "standby");
    double apart = primary.aheadOf(standby).toMillis() / 1000.0;
    // Date headers drop the fraction of a second.
    double skew = Math.max(0, Math.abs(apart) - 1);
    return Observation.of(Measurement.of(Metric.CLOCK_SKEW, skew))
        .with("primary", primary.date.toString())
        .with("standby", standby.date.toString());
  }

  /**
   * One reading of a clock.
   *
   * @param nanos this machine's monotonic time, halfway between request and response
   */
  private record Reading(Instant date, long nanos) {
    static Reading of(ProbedDocument document, String side) throws IOException {
      long sent = System.nanoTime();
      Answer answer = document.read();
      long middle = sent + (System.nanoTime() - sent) / 2;
      return new Reading(
          answer
              .date()
              .orElseThrow(
                  () ->
                      new IOException("The response of the %s has no Date header".formatted(side))),
          middle);
    }

    Duration aheadOf(Reading other) {
      return Duration.between(other.date, date).minusNanos(nanos - other.nanos);
    }
  }
}
