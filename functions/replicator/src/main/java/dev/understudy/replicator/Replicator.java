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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works off a batch of messages and says which of them failed. A message leaves the queue only if
 * all its keys are settled, or a copy of it lies parked with the reason.
 */
final class Replicator {
  private final HintReader reader;
  private final KeyBatch work;
  private final HintQueue queue;
  private final Backoff backoff;
  private final Parking parking;

  Replicator(HintReader reader, KeyBatch work, HintQueue queue, Backoff backoff, Parking parking) {
    this.reader = reader;
    this.work = work;
    this.queue = queue;
    this.backoff = backoff;
    this.parking = parking;
  }

  /** The ids of the messages that must come back. */
  List<String> replicate(List<QueueMessage> messages, Invocation invocation) {
    Map<QueueMessage, ParsedMessage> readings = new LinkedHashMap<>();
    messages.forEach(message -> readings.put(message, reader.read(message.body())));
    Map<ObjectKey, Outcome> outcomes = work.run(byKey(readings.values()), invocation);

    List<String> failed = new ArrayList<>();
    Map<QueueMessage, Duration> delays = new LinkedHashMap<>();
    readings.forEach(
        (message, reading) -> {
          Verdict verdict = verdict(message, reading, outcomes, invocation);
          if (verdict != Verdict.DONE) {
            failed.add(message.id());
          }
          if (verdict == Verdict.LATER) {
            delays.put(message, backoff.after(message.receiveCount()));
          }
        });
    queue.retryAfter(delays);
    return failed;
  }

  private enum Verdict {
    DONE,
    /** Failed cleanly: it may come back soon. */
    LATER,
    /**
     * Failed in doubt: it must not come back before a late write has landed, so its visibility is
     * left alone.
     */
    UNTOUCHED
  }

  private Verdict verdict(
      QueueMessage message,
      ParsedMessage reading,
      Map<ObjectKey, Outcome> outcomes,
      Invocation invocation) {
    List<Outcome> own =
        reading.hints().stream().map(hint -> requireNonNull(outcomes.get(hint.key()))).toList();
    if (own.stream().anyMatch(Outcome.InDoubt.class::isInstance)) {
      return Verdict.UNTOUCHED;
    }
    Optional<Outcome.Unsettled> failure =
        own.stream()
            .filter(Outcome.Unsettled.class::isInstance)
            .map(Outcome.Unsettled.class::cast)
            .findFirst();
    Optional<String> reason =
        failure.isPresent()
            ? parking.reason(message, failure.get(), invocation)
            : reading.complaint();
    if (reason.isPresent()) {
      return parking.park(message, reason.get(), invocation) ? Verdict.DONE : Verdict.LATER;
    }
    return failure.isPresent() ? Verdict.LATER : Verdict.DONE;
  }

  private static Map<ObjectKey, List<Hint>> byKey(Iterable<ParsedMessage> readings) {
    Map<ObjectKey, List<Hint>> hints = new LinkedHashMap<>();
    readings.forEach(
        reading ->
            reading
                .hints()
                .forEach(
                    hint -> hints.computeIfAbsent(hint.key(), k -> new ArrayList<>()).add(hint)));
    return hints;
  }
}
