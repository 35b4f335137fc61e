package dev.understudy.lab.stack;

import dev.understudy.emulators.s3.NotificationSender;
import dev.understudy.lab.queue.Queue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends the embedded primary's event notifications to the changes queue, or loses them. */
final class SqsNotifications implements NotificationSender {
  private final SqsClient sqs;
  private final Queue queue;
  private volatile long losingUntil = System.nanoTime();

  /**
   * @param queue the only queue that notifications can be configured for
   */
  SqsNotifications(SqsClient sqs, Queue queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  /** Loses every notification that is sent from now on, until the time is over. */
  void loseFor(Duration time) {
    losingUntil = System.nanoTime() + time.toNanos();
  }

  @Override
  public void send(String queueArn, List<String> bodies) throws IOException {
    if (!queueArn.equals(queue.arn())) {
      throw new IOException("Queue " + queueArn + " does not exist; only " + queue.arn() + " does");
    }
    if (System.nanoTime() - losingUntil < 0) {
      return;
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
}
