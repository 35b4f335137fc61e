package dev.understudy.replicator;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import dev.understudy.core.telemetry.Metric;
import dev.understudy.core.telemetry.Telemetry;
import dev.understudy.core.telemetry.TelemetryEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Logs one line for each outcome, parked message and check of the standby. */
final class OutcomeTelemetry {
  private static final Logger LOG = LogManager.getLogger(OutcomeTelemetry.class);

  private final Telemetry telemetry;
  private final Clock clock;

  /**
   * @param clock measures lag only; stamps never come from a worker's clock
   */
  OutcomeTelemetry(Telemetry telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * One converge.
   *
   * @param hints the number of hints that it settled
   * @param since the time of the oldest change among these hints
   * @param calls the number of requests to both stores
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
    TelemetryEvent event =
        (outcome.settled()
                ? TelemetryEvent.info(outcome.label())
                : TelemetryEvent.warning(outcome.label()))
            .with("outcome", outcome.label())
            .with("key", converged.key().value())
            .with("hints", converged.hints())
            .with("calls", converged.calls())
            .with("milliseconds", converged.milliseconds())
            .with("requestId", requestId)
            .metric(outcome.metric(), 1);
    addDetails(outcome, event);
    addSavings(outcome, converged.hints(), event);
    if (outcome instanceof Outcome.Copied
        || outcome instanceof Outcome.Relabeled
        || outcome instanceof Outcome.Deleted) {
      converged.since().ifPresent(since -> event.metric(Metric.LAG, lag(since)));
    }
    telemetry.emit(event);
  }

  private static void addDetails(Outcome outcome, TelemetryEvent event) {
    if (outcome instanceof Outcome.Copied copied) {
      event.metric(Metric.BYTES, (double) copied.bytes());
    }
    outcome.leftOut().ifPresent(leftOut -> event.with("leftOut", leftOut.labels()));
    if (outcome.leftOut().isPresent() && !(outcome instanceof Outcome.InSync)) {
      event.metric(Metric.LABELS_LEFT_OUT, 1);
    }
    if (outcome instanceof Outcome.Refused refused) {
      event.with("reason", refused.reason().label());
    }
    if (outcome instanceof Outcome.Unsettled unsettled) {
      event.with("cause", unsettled.cause());
    }
  }

  /** What a copy for each change would have cost in addition. Most lines have nothing to add. */
  private static void addSavings(Outcome outcome, int hints, TelemetryEvent event) {
    long bytes = 0;
    if (outcome instanceof Outcome.Copied copied) {
      bytes = copied.bytes();
    } else if (outcome instanceof Outcome.Relabeled relabeled) {
      bytes = relabeled.bytes();
      event.metric(Metric.RELABELED_BYTES, (double) bytes);
    }
    if (hints > 1 && outcome.settled()) {
      event.metric(Metric.COALESCED, hints - 1);
      event.metric(Metric.COALESCED_BYTES, (double) (hints - 1) * bytes);
    }
  }

  void parked(QueueMessage message, String reason, String requestId) {
    telemetry.emit(
        TelemetryEvent.warning(Metric.PARKED.label())
            .with("outcome", Metric.PARKED.label())
            .with("messageId", message.id())
            .with("reason", reason)
            .with("receives", message.receiveCount())
            .with("requestId", requestId)
            .metric(Metric.PARKED, 1));
  }

  void checked(Dialect dialect) {
    boolean stamped =
        dialect.supports(Feature.STAMPED_PUT, Feature.STAMPED_COMPLETE, Feature.STAMPED_DELETE);
    boolean conditional = dialect.supports(Feature.CONDITIONAL_PUT, Feature.CONDITIONAL_COMPLETE);
    String level = "The standby reaches " + dialect.label();
    telemetry.emit(
        (dialect.missing().isEmpty()
                ? TelemetryEvent.info(level)
                : TelemetryEvent.warning(
                    level + " (docs/standbys.md): " + String.join("; ", dialect.missing())))
            .metric(Metric.STANDBY_UNSTAMPED, stamped ? 0 : 1)
            .metric(Metric.STANDBY_FOREIGN_ETAGS, dialect.supports(Feature.GIVEN_ETAGS) ? 0 : 1)
            .metric(Metric.STANDBY_UNCONDITIONAL, conditional ? 0 : 1));
  }

  void unexpected(ObjectKey key, Throwable e) {
    LOG.error("Unexpected error while converging {}", key.value(), e);
  }

  void noteFailed(ObjectKey key, RuntimeException e) {
    LOG.warn(
        "The note about {} for the list of refused objects was not written: {}",
        key.value(),
        e.getMessage());
  }

  private double lag(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toMillis()) / 1000.0;
  }
}
