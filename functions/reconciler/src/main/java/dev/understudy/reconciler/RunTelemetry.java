package dev.understudy.reconciler;

import dev.understudy.core.telemetry.Metric;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.telemetry.TelemetryEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What the reconciler tells: one line a run. */
final class RunTelemetry {
  private final Telemetry signals;
  private final Clock clock;

  RunTelemetry(Telemetry signals, Clock clock) {
    this.signals = signals;
    this.clock = clock;
  }

  /** A run over all keys that has a watermark. */
  void ended(Summary summary, Watermark watermark, String requestId) {
    Tally tally = summary.tally();
    boolean braked = watermark.held().isPresent();
    boolean drift = !tally.isEqual() || braked;
    TelemetryEvent signal =
        (drift
                ? TelemetryEvent.warning("Compared, and found drift")
                : TelemetryEvent.info("Compared"))
            .with("requestId", requestId)
            .with("pass", summary.pass().orElse(""))
            .with("complete", summary.complete())
            .with("seconds", summary.seconds())
            .metric(Metric.RECONCILER_RUNS, 1)
            .metric(Metric.KEYS_COMPARED, (double) tally.keys())
            .metric(Metric.MISSING, (double) tally.missing())
            .metric(Metric.STALE, (double) tally.stale())
            .metric(Metric.ORPHANED, (double) tally.orphaned())
            .metric(Metric.REFUSED_KEYS, (double) tally.refused())
            .metric(Metric.HINTS_SENT, (double) tally.hinted())
            .metric(Metric.BRAKE, braked ? 1 : 0)
            .metric(Metric.PROOF_AGE_SECONDS, proofAge(watermark));
    if (summary.seconds() > 0) {
      signal.metric(Metric.KEYS_PER_SECOND, (double) tally.keys() / summary.seconds());
    }
    summary.message().ifPresent(message -> signal.with("note", message));
    watermark
        .held()
        .ifPresent(
            held ->
                signal
                    .with("withheld", held.orphans())
                    .with("reason", held.reason())
                    .with("release", "{\"release\":\"%s\"}".formatted(held.pass())));
    signals.emit(signal);
  }

  /**
   * Both sides were equal, key by key, from then on; before the first proof, since the first run.
   */
  private double proofAge(Watermark watermark) {
    Instant from = watermark.proof().map(Watermark.Proof::began).orElse(watermark.since());
    return Math.max(0, Duration.between(from, clock.instant()).toMillis() / 1000.0);
  }
}
