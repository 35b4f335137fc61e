package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.StandbyCheck;
import dev.understudy.core.telemetry.Signal;
import dev.understudy.core.telemetry.Signals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What the replicator tells: one line per outcome, parked message and check of the standby. */
final class OutcomeSignals {
  private static final Logger LOG = LogManager.getLogger(OutcomeSignals.class);

  private final Signals signals;
  private final Clock clock;

  /**
   * @param clock for lag alone; stamps never come from a worker's clock
   */
  OutcomeSignals(Signals signals, Clock clock) {
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
    Signal signal =
        (outcome.settled() ? Signal.info(outcome.label()) : Signal.warning(outcome.label()))
            .with("outcome", outcome.label())
            .with("key", converged.key().value())
            .with("hints", converged.hints())
            .with("calls", converged.calls())
            .with("milliseconds", converged.milliseconds())
            .with("requestId", requestId)
            .metric(outcome.label(), Signal.Unit.COUNT, 1);
    if (outcome instanceof Outcome.Copied copied) {
      signal.metric("Bytes", Signal.Unit.BYTES, (double) copied.bytes());
    }
    if (outcome instanceof Outcome.Refused refused) {
      signal.with("reason", refused.reason().label());
    }
    if (outcome instanceof Outcome.Unsettled unsettled) {
      signal.with("cause", unsettled.cause());
    }
    if (outcome instanceof Outcome.Copied || outcome instanceof Outcome.Deleted) {
      converged.since().ifPresent(since -> signal.metric("Lag", Signal.Unit.SECONDS, lag(since)));
    }
    signals.emit(signal);
  }

  void parked(QueueMessage message, String reason, String requestId) {
    signals.emit(
        Signal.warning("Parked")
            .with("outcome", "Parked")
            .with("messageId", message.id())
            .with("reason", reason)
            .with("receives", message.receiveCount())
            .with("requestId", requestId)
            .metric("Parked", Signal.Unit.COUNT, 1));
  }

  void checked(StandbyCheck.Findings findings) {
    boolean all = findings.stamped() && findings.keepsEtags() && findings.conditional();
    signals.emit(
        (all
                ? Signal.info("The standby keeps times, ETags and conditions")
                : Signal.warning(
                    "The standby does not keep all that the guarantees rest on (docs/stamps.md)"))
            .metric("StandbyUnstamped", Signal.Unit.COUNT, findings.stamped() ? 0 : 1)
            .metric("StandbyForeignEtags", Signal.Unit.COUNT, findings.keepsEtags() ? 0 : 1)
            .metric("StandbyUnconditional", Signal.Unit.COUNT, findings.conditional() ? 0 : 1));
  }

  void unforeseen(ObjectKey key, RuntimeException e) {
    LOG.error("Converging {} met what nobody foresaw", key.value(), e);
  }

  private double lag(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toMillis()) / 1000.0;
  }
}
