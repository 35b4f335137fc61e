package dev.understudy.replicator;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.hint.ParsedMessage;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.queue.QueueMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processes a batch of messages and returns those that failed. A message leaves the queue only if
 * all its keys are settled, or if it was parked with the reason.
 */
final class Replicator {
  private final HintReader reader;
  private final KeyBatch batch;
  private final HintQueue queue;
  private final Backoff backoff;
  private final Parking parking;

  Replicator(HintReader reader, KeyBatch batch, HintQueue queue, Backoff backoff, Parking parking) {
    this.reader = reader;
    this.batch = batch;
    this.queue = queue;
    this.backoff = backoff;
    this.parking = parking;
  }

  /** Converges the keys of all messages and returns the ids of the messages that must come back. */
  List<String> replicate(List<QueueMessage> messages, Invocation invocation) {
    Map<QueueMessage, ParsedMessage> parsedMessages = new LinkedHashMap<>();
    messages.forEach(message -> parsedMessages.put(message, reader.read(message.body())));
    Map<ObjectKey, Outcome> outcomes = batch.run(byKey(parsedMessages.values()), invocation);

    Parking.Decisions decisions = parking.during(invocation);
    List<String> failed = new ArrayList<>();
    Map<QueueMessage, Duration> delays = new LinkedHashMap<>();
    parsedMessages.forEach(
        (message, parsed) -> {
          Optional<Outcome.Unsettled> failure = failure(parsed, outcomes);
          Settlement settlement = settlement(message, parsed, failure, decisions);
          if (settlement != Settlement.DONE) {
            failed.add(message.id());
          }
          if (settlement == Settlement.LATER) {
            boolean isSoon = failure.filter(Outcome.OutOfTime.class::isInstance).isPresent();
            delays.put(
                message,
                isSoon
                    ? backoff.soonAfter(message.receiveCount())
                    : backoff.after(message.receiveCount()));
          }
        });
    queue.retryAfter(delays);
    return failed;
  }

  private enum Settlement {
    DONE,
    /** Failed without doubt. The message may come back soon. */
    LATER,
    /**
     * In doubt. The message must not come back before a late write has landed, so its visibility
     * timeout is not changed.
     */
    UNTOUCHED
  }

  private static Settlement settlement(
      QueueMessage message,
      ParsedMessage parsed,
      Optional<Outcome.Unsettled> failure,
      Parking.Decisions decisions) {
    Optional<String> reason =
        failure.isPresent() ? decisions.reason(message, failure.get()) : parsed.complaint();
    if (reason.isPresent() && decisions.park(message, reason.get())) {
      return Settlement.DONE;
    }
    if (failure.filter(Outcome.InDoubt.class::isInstance).isPresent()) {
      return Settlement.UNTOUCHED;
    }
    return failure.isPresent() || reason.isPresent() ? Settlement.LATER : Settlement.DONE;
  }

  /** The failed outcome of the message's keys that decides: in doubt first, lack of time last. */
  private static Optional<Outcome.Unsettled> failure(
      ParsedMessage parsed, Map<ObjectKey, Outcome> outcomes) {
    List<Outcome.Unsettled> failures =
        parsed.hints().stream()
            .map(hint -> requireNonNull(outcomes.get(hint.key())))
            .filter(Outcome.Unsettled.class::isInstance)
            .map(Outcome.Unsettled.class::cast)
            .toList();
    return failures.stream().min(Comparator.comparingInt(Replicator::rank));
  }

  private static int rank(Outcome.Unsettled failure) {
    return failure instanceof Outcome.InDoubt ? 0 : failure instanceof Outcome.OutOfTime ? 2 : 1;
  }

  private static Map<ObjectKey, List<Hint>> byKey(Iterable<ParsedMessage> parsedMessages) {
    Map<ObjectKey, List<Hint>> hints = new LinkedHashMap<>();
    parsedMessages.forEach(
        parsed ->
            parsed
                .hints()
                .forEach(
                    hint -> hints.computeIfAbsent(hint.key(), k -> new ArrayList<>()).add(hint)));
    return hints;
  }
}
