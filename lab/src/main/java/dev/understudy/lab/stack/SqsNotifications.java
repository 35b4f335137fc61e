package dev.understudy.lab.stack;

import dev.understudy.emulators.s3.NotificationSender;
import dev.understudy.lab.queue.Queue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Carries the embedded primary's events to the queue. */
final class SqsNotifications implements NotificationSender {
  private final SqsClient sqs;
  private final Queue queue;

  /**
   * @param queue the only one that the primary may be told to notify
   */
  SqsNotifications(SqsClient sqs, Queue queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  @Override
  public void send(String queueArn, List<String> bodies) throws IOException {
    if (!queueArn.equals(queue.arn())) {
      throw new IOException("There is no queue " + queueArn + ", only " + queue.arn());
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
      throw new IOException("Not sent: " + failed);
    }
  }
}
