package dev.understudy.reconciler;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.queue.RepairQueue;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** The queue of repairs in memory. */
final class RecordingRepairQueue implements RepairQueue {
  final List<String> keys = new CopyOnWriteArrayList<>();
  volatile boolean reachable = true;
  volatile long waiting;

  @Override
  public boolean send(List<Hint> hints) {
    if (hints.isEmpty() || hints.size() > MAX_BATCH) {
      throw new IllegalArgumentException("SQS takes 1 to 10 messages, not " + hints.size());
    }
    if (reachable) {
      hints.forEach(hint -> keys.add(hint.key().value()));
    }
    return reachable;
  }

  @Override
  public OptionalLong waiting() {
    return OptionalLong.of(waiting);
  }
}
