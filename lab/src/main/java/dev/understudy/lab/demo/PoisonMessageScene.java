package dev.understudy.lab.demo;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.lab.queue.Queue;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Sends a message that is not valid: the replicator must park it with a reason, and must not block
 * on it.
 */
final class PoisonMessageScene implements Scene {
  private static final int RECEIVES = 20;

  @Override
  public String title() {
    return "poison message";
  }

  @Override
  public String play(DemoContext context) {
    SqsClient sqs = context.stack().sqs();
    Queue changes = context.stack().queues().changes();
    Queue deadLetter = context.stack().queues().deadLetter();
    String body = "{\"poison\":\"%s\"}".formatted(UUID.randomUUID());
    sqs.sendMessage(request -> request.queueUrl(changes.url()).messageBody(body));
    context.catchUp();

    Message parked =
        parked(sqs, deadLetter, body)
            .orElseThrow(() -> new IllegalStateException("The poison message was not parked"));
    sqs.deleteMessage(
        request -> request.queueUrl(deadLetter.url()).receiptHandle(parked.receiptHandle()));
    MessageAttributeValue reason =
        requireNonNull(
            parked.messageAttributes().get(SqsHintQueue.REASON),
            "the parked message has no reason");
    return "parked in the dead-letter queue with the reason \"%s\"".formatted(reason.stringValue());
  }

  /** A real queue may hold messages of other senders; those stay in the queue. */
  private static Optional<Message> parked(SqsClient sqs, Queue queue, String body) {
    for (int i = 0; i < RECEIVES; i++) {
      Optional<Message> found =
          sqs
              .receiveMessage(
                  request ->
                      request
                          .queueUrl(queue.url())
                          .maxNumberOfMessages(10)
                          .messageAttributeNames(SqsHintQueue.REASON)
                          .waitTimeSeconds(1))
              .messages()
              .stream()
              .filter(message -> message.body().equals(body))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
