package dev.understudy.reconciler;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.telemetry.TelemetryEvent;
import dev.understudy.core.telemetry.TelemetryEvent.Unit;
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
            .metric("ReconcilerRuns", Unit.COUNT, 1)
            .metric("KeysCompared", Unit.COUNT, (double) tally.keys())
            .metric("Missing", Unit.COUNT, (double) tally.missing())
            .metric("Stale", Unit.COUNT, (double) tally.stale())
            .metric("Orphaned", Unit.COUNT, (double) tally.orphaned())
            .metric("RefusedKeys", Unit.COUNT, (double) tally.refused())
            .metric("HintsSent", Unit.COUNT, (double) tally.hinted())
            .metric("Brake", Unit.COUNT, braked ? 1 : 0)
            .metric("ProofAgeSeconds", Unit.SECONDS, proofAge(watermark));
    if (summary.seconds() > 0) {
      signal.metric(
          "KeysPerSecond", Unit.COUNT_PER_SECOND, (double) tally.keys() / summary.seconds());
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
