package dev.understudy.lab.stack;

import dev.understudy.emulators.s3.NotificationSender;
import dev.understudy.emulators.sns.Topic;
import dev.understudy.lab.queue.Queue;
import dev.understudy.lab.queue.SqsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends the embedded primary's event notifications to the changes queue, or through a topic to the
 * changes queue of each standby, or loses them.
 */
final class SqsNotifications implements NotificationSender, AutoCloseable {
  /** The topic. Nothing is sent to it while it has no subscription. */
  static final String TOPIC_ARN =
      "arn:aws:sns:%s:%s:understudy-changes".formatted(SqsServer.REGION, SqsServer.ACCOUNT);

  private final SqsClient sqs;
  private final Map<String, Queue> queues = new ConcurrentHashMap<>();
  private final Topic topic = new Topic(this::deliver);
  private volatile long losingUntil = System.nanoTime();

  /**
   * @param queue the only queue that notifications can be configured for directly
   */
  SqsNotifications(SqsClient sqs, Queue queue) {
    this.sqs = sqs;
    queues.put(queue.arn(), queue);
  }

  /** Subscribes the queue to the topic; a second subscription changes nothing. */
  void subscribe(Queue queue) {
    queues.put(queue.arn(), queue);
    topic.subscribe(queue.arn());
  }

  void unsubscribe(Queue queue) {
    topic.unsubscribe(queue.arn());
  }

  /** Whether the topic has subscriptions. */
  boolean fansOut() {
    return topic.hasSubscribers();
  }

  /** Whether every queue has accepted what was published to the topic. */
  boolean isDrained() {
    return topic.isDrained();
  }

  /** Loses every notification that is sent from now on, until the time is over. */
  void loseFor(Duration time) {
    losingUntil = System.nanoTime() + time.toNanos();
  }

  @Override
  public void send(String destinationArn, List<String> bodies) throws IOException {
    if (System.nanoTime() - losingUntil < 0) {
      return;
    }
    if (destinationArn.equals(TOPIC_ARN)) {
      topic.publish(bodies);
    } else {
      deliver(destinationArn, bodies);
    }
  }

  private void deliver(String queueArn, List<String> bodies) throws IOException {
    Queue queue = queues.get(queueArn);
    if (queue == null) {
      throw new IOException("%s does not exist; only %s".formatted(queueArn, queues.keySet()));
    }
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (String body : bodies) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .messageBody(body)
              .build());
    }
    List<BatchResultErrorEntry> failed =
        sqs.sendMessageBatch(request -> request.queueUrl(queue.url()).entries(entries)).failed();
    if (!failed.isEmpty()) {
      throw new IOException("Notifications were not sent: " + failed);
    }
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    topic.close();
  }
}
