package dev.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The dead-letter queue. Receives each message once, and makes every message that was not deleted
 * visible again when it is closed. If the process is killed, they become visible after the
 * visibility timeout.
 */
final class DeadLetterQueue implements AutoCloseable {
  /** How long a command that only reads or deletes keeps messages invisible. */
  static final Duration BRIEFLY = Duration.ofMinutes(1);

  /** SQS's maximum for one call. */
  private static final int BATCH = 10;

  /** Bounds the memory, and stays below SQS's limit of 120,000 messages in flight. */
  private static final int LIMIT = 10_000;

  /** A call that waits asks all servers of SQS; one that does not wait asks some of them. */
  private static final int WAIT_SECONDS = 1;

  private final SqsClient sqs;
  private final String url;
  private final Duration visibility;

  /** Receipt handles by the id of the message. */
  private final Map<String, String> received = new LinkedHashMap<>();

  /** All messages that were received, also those that were deleted since. */
  private long count;

  /**
   * @param visibility how long received messages stay invisible to other receivers
   */
  DeadLetterQueue(Installation installation, Duration visibility) {
    this.sqs = Clients.sqs(installation);
    this.url = installation.queues().deadLetter();
    this.visibility = visibility;
  }

  /** The next messages that were not received yet; an empty list at the end. */
  List<ParkedMessage> next() {
    List<Message> messages;
    List<ParkedMessage> fresh;
    do {
      messages = received.size() < LIMIT ? receive() : List.of();
      fresh =
          messages.stream()
              .map(ParkedMessage::of)
              .filter(message -> received.put(message.id(), message.handle()) == null)
              .toList();
    } while (!messages.isEmpty() && fresh.isEmpty());
    count += fresh.size();
    return fresh;
  }

  /** Passes on every message that was not received yet, and says so if there may be more. */
  void forEach(Consumer<ParkedMessage> consumer, Output output) {
    Supplier<String> progress = progress(output);
    for (List<ParkedMessage> some = next(); !some.isEmpty(); some = next()) {
      some.forEach(consumer);
      output.progress(progress);
    }
    if (received.size() >= LIMIT) {
      output.note(
          "the queue holds more than %d messages; the others are left out".formatted(LIMIT));
    }
  }

  /**
   * A row for each message that was not received yet and is selected.
   *
   * @param row may delete the message
   */
  List<Map<String, Object>> rows(
      Predicate<ParkedMessage> selected,
      Function<ParkedMessage, Map<String, Object>> row,
      Output output) {
    List<Map<String, Object>> rows = new ArrayList<>();
    forEach(
        message -> {
          if (selected.test(message)) {
            rows.add(row.apply(message));
          }
        },
        output);
    return rows;
  }

  /** Says how many messages were received, and about how much time the others will take. */
  Supplier<String> progress(Output output) {
    Pace pace = output.pace("received", "messages");
    OptionalLong total = output.rewrites() ? total() : OptionalLong.empty();
    return () -> pace.text(count, OptionalLong.empty(), total);
  }

  /** About how many messages the queue has; empty if it cannot be read. */
  OptionalLong total() {
    try {
      QueueAttributeName name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
      return OptionalLong.of(
          Long.parseLong(
              sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
                  .attributes()
                  .get(name)));
    } catch (SdkException e) {
      // Not every operator may read the attributes.
      return OptionalLong.empty();
    }
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
                    .waitTimeSeconds(WAIT_SECONDS)
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

  private void release(String handle) {
    sqs.changeMessageVisibility(
        request -> request.queueUrl(url).receiptHandle(handle).visibilityTimeout(0));
  }
}
