package dev.understudy.emulators.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.emulators.s3.NotificationSender;
import dev.understudy.emulators.s3.Outbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A topic of SNS whose subscribers are queues with raw message delivery: each queue receives the
 * published body unchanged, at least once, without order. Each subscription is delivered and
 * retried by itself, so a queue that fails does not delay another (SNS developer guide, "Message
 * delivery retries"). It has no envelope, filter policy or dead-letter queue. Thread-safe.
 */
public final class Topic implements AutoCloseable {
  /** The greatest message that SNS accepts, in bytes of UTF-8. */
  static final int MAX_BYTES = 256 * 1024;

  private final Map<String, Outbox> subscriptions = new ConcurrentHashMap<>();
  private final NotificationSender queues;

  /**
   * @param queues delivers bodies to a queue; after an exception, they are sent again later
   */
  public Topic(NotificationSender queues) {
    this.queues = queues;
  }

  /** Subscribes a queue to all later messages. A second subscription of it changes nothing. */
  public void subscribe(String queueArn) {
    subscriptions.computeIfAbsent(queueArn, arn -> new Outbox(queues));
  }

  /** Ends a subscription, and drops its undelivered messages. */
  public void unsubscribe(String queueArn) {
    Outbox ended = subscriptions.remove(queueArn);
    if (ended != null) {
      ended.close();
    }
  }

  /**
   * Publishes messages to every queue that is subscribed now.
   *
   * @throws IllegalArgumentException if a body is empty or exceeds 256 KiB; then none is published
   */
  public void publish(List<String> bodies) {
    for (String body : bodies) {
      int length = body.getBytes(UTF_8).length;
      if (length == 0 || length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "InvalidParameter: a message has 1 to %d bytes, not %d".formatted(MAX_BYTES, length));
      }
    }
    subscriptions.forEach((queue, outbox) -> bodies.forEach(body -> outbox.add(queue, body)));
  }

  /** Whether a queue is subscribed. */
  public boolean hasSubscribers() {
    return !subscriptions.isEmpty();
  }

  /** Whether every subscribed queue has accepted every message so far. */
  public boolean isDrained() {
    return subscriptions.values().stream().allMatch(Outbox::isEmpty);
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    List.copyOf(subscriptions.keySet()).forEach(this::unsubscribe);
  }
}
