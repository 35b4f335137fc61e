package dev.understudy.lab.function;

import dev.understudy.lab.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Receives, deletes and releases messages of one queue. */
final class QueueConsumer {
  private static final Logger LOGGER = LogManager.getLogger(QueueConsumer.class);

  private final SqsClient sqs;
  private final Queue queue;

  QueueConsumer(SqsClient sqs, Queue queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  /**
   * Receives up to {@code atMost} messages; waits up to the given time, in whole seconds, for the
   * first.
   */
  List<Message> receive(int atMost, Duration wait) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(queue.url())
                    .maxNumberOfMessages(atMost)
                    .waitTimeSeconds(Math.toIntExact(wait.toSeconds()))
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  /** Deletes the messages; a failure is logged, and the message is delivered again. */
  void delete(Stream<Message> messages) {
    inTens(
        messages
            .map(
                message ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(message.messageId())
                        .receiptHandle(message.receiptHandle())
                        .build())
            .toList(),
        entries ->
            report(
                sqs.deleteMessageBatch(request -> request.queueUrl(queue.url()).entries(entries))
                    .failed()));
  }

  /** Makes the messages visible again immediately. */
  void release(List<Message> messages) {
    inTens(
        messages.stream()
            .map(
                message ->
                    ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(message.messageId())
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0)
                        .build())
            .toList(),
        entries ->
            report(
                sqs.changeMessageVisibilityBatch(
                        request -> request.queueUrl(queue.url()).entries(entries))
                    .failed()));
  }

  private static <T> void inTens(List<T> all, Consumer<List<T>> call) {
    int step = MappingSettings.RECEIVED_AT_ONCE;
    for (int from = 0; from < all.size(); from += step) {
      call.accept(new ArrayList<>(all.subList(from, Math.min(all.size(), from + step))));
    }
  }

  @Override
  public String toString() {
    return queue.url();
  }

  private static void report(List<BatchResultErrorEntry> failed) {
    failed.forEach(
        entry -> LOGGER.warn("SQS rejected message {}: {}", entry.id(), entry.message()));
  }
}
