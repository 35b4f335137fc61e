package dev.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The dead-letter queue. Receives each message once, and makes every message that was not deleted
 * visible again when it is closed. If the process is killed, they become visible after the
 * visibility timeout.
 */
final class DeadLetterQueue implements AutoCloseable {
  /** SQS's maximum for one call. */
  private static final int BATCH = 10;

  /** Several empty answers in a row: SQS samples its servers, so that one proves nothing. */
  private static final int EMPTY_ANSWERS = 2;

  private final SqsClient sqs;
  private final String url;
  private final Duration visibility;
  private final Map<String, ParkedMessage> received = new LinkedHashMap<>();

  /**
   * @param visibility how long received messages stay invisible to other receivers
   */
  DeadLetterQueue(Installation installation, Duration visibility) {
    this.sqs = Clients.sqs(installation);
    this.url = installation.queues().deadLetter();
    this.visibility = visibility;
  }

  /** The next messages that were not received yet; an empty list at the end of the queue. */
  List<ParkedMessage> next() {
    for (int empty = 0; empty < EMPTY_ANSWERS; empty++) {
      List<ParkedMessage> fresh = new ArrayList<>();
      for (Message message : receive()) {
        ParkedMessage parked = ParkedMessage.of(message);
        if (received.put(parked.id(), parked) == null) {
          fresh.add(parked);
        }
      }
      if (!fresh.isEmpty()) {
        return fresh;
      }
    }
    return List.of();
  }

  /** All messages that were not received yet. */
  List<ParkedMessage> all() {
    List<ParkedMessage> all = new ArrayList<>();
    for (List<ParkedMessage> some = next(); !some.isEmpty(); some = next()) {
      all.addAll(some);
    }
    return all;
  }

  /** Deletes a message for good. */
  void delete(ParkedMessage message) {
    sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.handle()));
    received.remove(message.id());
  }

  private List<Message> receive() {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(BATCH)
                    .waitTimeSeconds(1)
                    .visibilityTimeout((int) visibility.toSeconds())
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
        .messages();
  }

  @Override
  public void close() {
    try {
      received.values().forEach(this::release);
    } finally {
      sqs.close();
    }
  }

  private void release(ParkedMessage message) {
    sqs.changeMessageVisibility(
        request -> request.queueUrl(url).receiptHandle(message.handle()).visibilityTimeout(0));
  }
}
