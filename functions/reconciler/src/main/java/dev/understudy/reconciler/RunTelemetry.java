package dev.understudy.reconciler;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.telemetry.TelemetryEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Logs one line with metrics for each run. */
final class RunTelemetry {
  private final Telemetry telemetry;
  private final Clock clock;

  RunTelemetry(Telemetry telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * A run that has a watermark.
   *
   * @param succeeded false if a store failed or the run's connections had to be broken: the alarm
   *     on runs then counts none
   */
  void ended(Summary summary, Watermark watermark, String requestId, boolean succeeded) {
    Counts counts = summary.counts();
    boolean braked = watermark.held().isPresent();
    boolean drift = !counts.isEqual() || braked;
    TelemetryEvent event =
        (drift
                ? TelemetryEvent.warning("Compared, and found drift")
                : TelemetryEvent.info("Compared"))
            .with("requestId", requestId)
            .with("pass", summary.pass().orElse(""))
            .with("complete", summary.complete())
            .with("seconds", summary.seconds())
            .metric(Metric.RECONCILER_RUNS, succeeded ? 1 : 0)
            .metric(Metric.KEYS_COMPARED, (double) counts.get(Count.KEYS))
            .metric(Metric.MISSING, (double) counts.get(Count.MISSING))
            .metric(Metric.STALE, (double) counts.get(Count.STALE))
            .metric(Metric.ORPHANED, (double) counts.get(Count.ORPHANED))
            .metric(Metric.EXCLUDED_REPLICAS, (double) counts.get(Count.EVICTED))
            .metric(Metric.REFUSED_KEYS, (double) counts.get(Count.REFUSED))
            .metric(Metric.UNREADABLE_KEYS, (double) counts.get(Count.UNREADABLE))
            .metric(Metric.HINTS_SENT, (double) counts.get(Count.HINTED))
            .metric(Metric.BRAKE, braked ? 1 : 0)
            .metric(Metric.PROOF_AGE_SECONDS, proofAge(watermark));
    if (summary.seconds() > 0 && counts.get(Count.KEYS) > 0) {
      event.metric(Metric.KEYS_PER_SECOND, (double) counts.get(Count.KEYS) / summary.seconds());
    }
    watermark
        .held()
        .ifPresent(
            held ->
                event
                    .with("withheld", held.orphans())
                    .with("reason", held.reason())
                    .with("release", "{\"release\":\"%s\"}".formatted(held.pass())));
    telemetry.emit(event);
  }

  /** Seconds since the last proof began; before the first proof, since the first run. */
  private double proofAge(Watermark watermark) {
    Instant from = watermark.proof().map(Proof::began).orElse(watermark.since());
    return Math.max(0, Duration.between(from, clock.instant()).toMillis() / 1000.0);
  }
}
