package dev.understudy.lab.demo;

import static java.util.Objects.requireNonNull;

import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.lab.queue.Queue;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A message that nobody can read: it must neither block the others nor vanish. */
final class PoisonMessageScene implements Scene {
  private static final int RECEIVES = 20;

  @Override
  public String title() {
    return "poison message";
  }

  @Override
  public String play(DemoContext stage) {
    SqsClient sqs = stage.stack().sqs();
    Queue changes = stage.stack().queues().changes();
    Queue deadLetter = stage.stack().queues().deadLetter();
    String body = "{\"poison\":\"%s\"}".formatted(UUID.randomUUID());
    sqs.sendMessage(request -> request.queueUrl(changes.url()).messageBody(body));
    stage.catchUp();

    Message parked =
        parked(sqs, deadLetter, body)
            .orElseThrow(() -> new IllegalStateException("The poison message was not parked"));
    sqs.deleteMessage(
        request -> request.queueUrl(deadLetter.url()).receiptHandle(parked.receiptHandle()));
    MessageAttributeValue reason =
        requireNonNull(
            parked.messageAttributes().get(SqsHintQueue.REASON), "a parked message without reason");
    return "parked in the dead-letter queue with the reason \"%s\"".formatted(reason.stringValue());
  }

  /** A real queue may hold other people's messages; they stay where they are. */
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
