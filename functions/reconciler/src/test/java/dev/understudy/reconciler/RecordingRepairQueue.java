package dev.understudy.reconciler;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.queue.RepairQueue;
import dev.understudy.emulators.sqs.SqsCharacters;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The repairs queue in memory. It rejects the characters that SQS rejects, and chosen keys. */
final class RecordingRepairQueue implements RepairQueue {
  final List<String> keys = new CopyOnWriteArrayList<>();
  volatile boolean reachable = true;
  volatile long waiting;

  /** How often its depth was requested. */
  final AtomicInteger depths = new AtomicInteger();

  /** Keys whose hints the queue rejects. */
  volatile Set<String> rejecting = Set.of();

  @Override
  public SendResult send(List<Hint> hints) {
    if (hints.isEmpty() || hints.size() > MAX_BATCH) {
      throw new IllegalArgumentException("SQS takes 1 to 10 messages, not " + hints.size());
    }
    if (!reachable) {
      return new SendResult(false, List.of());
    }
    List<Hint> rejected = hints.stream().filter(this::isRejected).toList();
    hints.stream()
        .filter(hint -> !rejected.contains(hint))
        .forEach(hint -> keys.add(hint.key().value()));
    return new SendResult(true, rejected);
  }

  private boolean isRejected(Hint hint) {
    return rejecting.contains(hint.key().value()) || !SqsCharacters.accepts(hint.toJson("primary"));
  }

  @Override
  public OptionalLong waiting() {
    depths.incrementAndGet();
    return OptionalLong.of(waiting);
  }
}
