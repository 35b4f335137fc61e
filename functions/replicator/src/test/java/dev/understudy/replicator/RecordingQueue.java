package dev.understudy.replicator;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.emulators.sqs.SqsCharacters;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An in-memory queue that can be made unreachable. It rejects the characters that SQS rejects,
 * except in the body of a parked message, which came from the queue.
 */
final class RecordingQueue implements HintQueue {
  final List<Hint> sent = new CopyOnWriteArrayList<>();
  final List<Duration> sentAfter = new CopyOnWriteArrayList<>();
  final Map<String, String> parked = new LinkedHashMap<>();
  final Map<String, Duration> delays = new LinkedHashMap<>();
  boolean reachable = true;

  @Override
  public boolean send(Hint hint, Duration delay) {
    return reachable
        && SqsCharacters.accepts(hint.toJson("primary"))
        && sent.add(hint)
        && sentAfter.add(delay);
  }

  @Override
  public boolean park(QueueMessage message, String reason) {
    if (!reachable || !SqsCharacters.accepts(reason)) {
      return false;
    }
    parked.put(message.id(), reason);
    return true;
  }

  @Override
  public void retryAfter(Map<QueueMessage, Duration> newDelays) {
    newDelays.forEach((message, delay) -> delays.put(message.id(), delay));
  }
}
