package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.telemetry.TelemetryEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What the replicator tells: one line per outcome, parked message and check of the standby. */
final class OutcomeTelemetry {
  private static final Logger LOG = LogManager.getLogger(OutcomeTelemetry.class);

  private final Telemetry signals;
  private final Clock clock;

  /**
   * @param clock for lag alone; stamps never come from a worker's clock
   */
  OutcomeTelemetry(Telemetry signals, Clock clock) {
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * One converge.
   *
   * @param hints how many hints it answered
   * @param since the time of the oldest change they told of
   * @param calls requests made to both stores
   */
  record Converged(
      ObjectKey key,
      Outcome outcome,
      int hints,
      Optional<Instant> since,
      int calls,
      long milliseconds) {}

  void converged(Converged converged, String requestId) {
    Outcome outcome = converged.outcome();
    TelemetryEvent signal =
        (outcome.settled()
                ? TelemetryEvent.info(outcome.label())
                : TelemetryEvent.warning(outcome.label()))
            .with("outcome", outcome.label())
            .with("key", converged.key().value())
            .with("hints", converged.hints())
            .with("calls", converged.calls())
            .with("milliseconds", converged.milliseconds())
            .with("requestId", requestId)
            .metric(outcome.label(), TelemetryEvent.Unit.COUNT, 1);
    if (outcome instanceof Outcome.Copied copied) {
      signal.metric("Bytes", TelemetryEvent.Unit.BYTES, (double) copied.bytes());
    }
    if (outcome instanceof Outcome.Refused refused) {
      signal.with("reason", refused.reason().label());
    }
    if (outcome instanceof Outcome.Unsettled unsettled) {
      signal.with("cause", unsettled.cause());
    }
    if (outcome instanceof Outcome.Copied || outcome instanceof Outcome.Deleted) {
      converged
          .since()
          .ifPresent(since -> signal.metric("Lag", TelemetryEvent.Unit.SECONDS, lag(since)));
    }
    signals.emit(signal);
  }

  void parked(QueueMessage message, String reason, String requestId) {
    signals.emit(
        TelemetryEvent.warning("Parked")
            .with("outcome", "Parked")
            .with("messageId", message.id())
            .with("reason", reason)
            .with("receives", message.receiveCount())
            .with("requestId", requestId)
            .metric("Parked", TelemetryEvent.Unit.COUNT, 1));
  }

  void checked(StandbyCheck.Findings findings) {
    boolean all = findings.stamped() && findings.keepsEtags() && findings.conditional();
    signals.emit(
        (all
                ? TelemetryEvent.info("The standby keeps times, ETags and conditions")
                : TelemetryEvent.warning(
                    "The standby does not keep all that the guarantees rest on (docs/stamps.md)"))
            .metric("StandbyUnstamped", TelemetryEvent.Unit.COUNT, findings.stamped() ? 0 : 1)
            .metric("StandbyForeignEtags", TelemetryEvent.Unit.COUNT, findings.keepsEtags() ? 0 : 1)
            .metric(
                "StandbyUnconditional", TelemetryEvent.Unit.COUNT, findings.conditional() ? 0 : 1));
  }

  void unforeseen(ObjectKey key, RuntimeException e) {
    LOG.error("Converging {} met what nobody foresaw", key.value(), e);
  }

  private double lag(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toMillis()) / 1000.0;
  }
}
