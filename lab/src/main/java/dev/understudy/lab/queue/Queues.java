package dev.understudy.lab.queue;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MESSAGE_RETENTION_PERIOD;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * The queues of the system on one SQS server, embedded or real: changes, the reconciler's repairs,
 * and the dead-letter queue of both.
 */
public final class Queues {
  /** What the names of the queues of an installation with one standby begin with. */
  public static final String PREFIX = "understudy-";

  // A message keeps its first sent time in the dead-letter queue, whose retention must be longer.
  private static final Duration HINT_RETENTION = Duration.ofDays(4);
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

  private final SqsClient sqs;
  private final Queue changes;
  private final Queue repairs;
  private final Queue deadLetter;

  private Queues(SqsClient sqs, Queue changes, Queue repairs, Queue deadLetter) {
    this.sqs = sqs;
    this.changes = changes;
    this.repairs = repairs;
    this.deadLetter = deadLetter;
  }

  /**
   * Creates the queues and their redrive policies, where missing. Existing ones stay unchanged.
   *
   * @param sqs used as long as the result; the caller closes it
   * @param announce receives a line for everything created
   */
  public static Queues prepare(SqsClient sqs, QueueSettings settings, Consumer<String> announce) {
    return prepare(sqs, PREFIX, settings, announce);
  }

  /**
   * As {@link #prepare(SqsClient, QueueSettings, Consumer)}, for one of several standbys.
   *
   * @param prefix what the names of the queues begin with
   */
  public static Queues prepare(
      SqsClient sqs, String prefix, QueueSettings settings, Consumer<String> announce) {
    Preparation preparation = new Preparation(sqs, announce);
    Queue deadLetter =
        preparation.queue(
            prefix + "dead-letter",
            Map.of(MESSAGE_RETENTION_PERIOD, seconds(DEAD_LETTER_RETENTION)));
    Queue changes = preparation.hints(prefix + "changes", settings, deadLetter);
    Queue repairs = preparation.hints(prefix + "repairs", settings, deadLetter);
    return new Queues(sqs, changes, repairs, deadLetter);
  }

  public Queue changes() {
    return changes;
  }

  public Queue repairs() {
    return repairs;
  }

  public Queue deadLetter() {
    return deadLetter;
  }

  /** Deletes the queues with their messages. */
  public void delete() {
    List.of(changes, repairs, deadLetter)
        .forEach(queue -> sqs.deleteQueue(request -> request.queueUrl(queue.url())));
  }

  /** The number of messages in the queue now. */
  public Backlog backlog(Queue queue) {
    Map<QueueAttributeName, String> numbers =
        sqs.getQueueAttributes(
                request ->
                    request
                        .queueUrl(queue.url())
                        .attributeNames(
                            APPROXIMATE_NUMBER_OF_MESSAGES,
                            APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                            APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    return new Backlog(
        number(numbers, APPROXIMATE_NUMBER_OF_MESSAGES),
        number(numbers, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        number(numbers, APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  private static long number(Map<QueueAttributeName, String> numbers, QueueAttributeName name) {
    return Long.parseLong(numbers.getOrDefault(name, "0"));
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  private record Preparation(SqsClient sqs, Consumer<String> announce) {
    Queue hints(String name, QueueSettings settings, Queue deadLetter) {
      Queue queue =
          queue(
              name,
              Map.of(
                  MESSAGE_RETENTION_PERIOD, seconds(HINT_RETENTION),
                  VISIBILITY_TIMEOUT, seconds(settings.visibilityTimeout())));
      redrive(name, queue, deadLetter, settings.maxReceiveCount());
      return queue;
    }

    private Queue queue(String name, Map<QueueAttributeName, String> attributes) {
      String url = find(name).orElseGet(() -> create(name, attributes));
      return new Queue(url, attribute(url, QUEUE_ARN).orElseThrow());
    }

    private Optional<String> find(String name) {
      try {
        return Optional.of(sqs.getQueueUrl(request -> request.queueName(name)).queueUrl());
      } catch (QueueDoesNotExistException e) {
        return Optional.empty();
      }
    }

    private String create(String name, Map<QueueAttributeName, String> attributes) {
      String url =
          sqs.createQueue(request -> request.queueName(name).attributes(attributes)).queueUrl();
      announce.accept("created queue " + name);
      return url;
    }

    private void redrive(String name, Queue from, Queue to, int maxReceiveCount) {
      if (attribute(from.url(), REDRIVE_POLICY).isPresent()) {
        return;
      }
      String policy =
          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
              .formatted(to.arn(), maxReceiveCount);
      sqs.setQueueAttributes(
          request -> request.queueUrl(from.url()).attributes(Map.of(REDRIVE_POLICY, policy)));
      announce.accept(
          "configured queue %s to move messages to %s after %d receives"
              .formatted(name, to.name(), maxReceiveCount));
    }

    private Optional<String> attribute(String url, QueueAttributeName name) {
      return Optional.ofNullable(
          sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
              .attributes()
              .get(name));
    }
  }
}
