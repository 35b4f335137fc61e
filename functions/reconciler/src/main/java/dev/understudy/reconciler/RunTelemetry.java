package dev.understudy.reconciler;

import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.telemetry.TelemetryEvent;
import dev.understudy.core.telemetry.TelemetryEvent.Unit;
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
            .metric("ReconcilerRuns", Unit.COUNT, succeeded ? 1 : 0)
            .metric("KeysCompared", Unit.COUNT, (double) counts.get(Count.KEYS))
            .metric("Missing", Unit.COUNT, (double) counts.get(Count.MISSING))
            .metric("Stale", Unit.COUNT, (double) counts.get(Count.STALE))
            .metric("Orphaned", Unit.COUNT, (double) counts.get(Count.ORPHANED))
            .metric("RefusedKeys", Unit.COUNT, (double) counts.get(Count.REFUSED))
            .metric("UnreadableKeys", Unit.COUNT, (double) counts.get(Count.UNREADABLE))
            .metric("HintsSent", Unit.COUNT, (double) counts.get(Count.HINTED))
            .metric("Brake", Unit.COUNT, braked ? 1 : 0)
            .metric("ProofAgeSeconds", Unit.SECONDS, proofAge(watermark));
    if (summary.seconds() > 0) {
      event.metric(
          "KeysPerSecond",
          Unit.COUNT_PER_SECOND,
          (double) counts.get(Count.KEYS) / summary.seconds());
    }
    summary.message().ifPresent(message -> event.with("note", message));
    if (!summary.unreadable().isEmpty()) {
      event.with("unreadableKeys", summary.unreadable().toString());
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
