package dev.understudy.core.aws;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.queue.HintQueue;
import dev.understudy.core.queue.QueueMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The hint queues on SQS: the changes queue and, with a reconciler, the repairs queue. Fresh hints
 * go to the changes queue.
 */
public final class SqsHintQueue implements HintQueue, AutoCloseable {
  /** The message attribute that holds the reason of a parked message. */
  public static final String REASON = "reason";

  private static final Logger LOG = LogManager.getLogger(SqsHintQueue.class);
  private static final int MAX_BATCH_ENTRIES = 10;

  private final LazySqs sqs;
  private final String bucket;
  private final String queueUrl;
  private final Optional<String> repairsUrl;
  private final String deadLetterUrl;

  private SqsHintQueue(
      LazySqs sqs,
      String bucket,
      String queueUrl,
      Optional<String> repairsUrl,
      String deadLetterUrl) {
    this.sqs = sqs;
    this.bucket = bucket;
    this.queueUrl = queueUrl;
    this.repairsUrl = repairsUrl;
    this.deadLetterUrl = deadLetterUrl;
  }

  /**
   * Creates a queue whose client is created when it is first used. Most invocations settle all
   * their messages and need none.
   *
   * @param endpoint an SQS endpoint other than AWS's
   * @param bucket the bucket that hints name
   */
  public static SqsHintQueue connect(
      AwsAccess aws,
      Optional<URI> endpoint,
      String bucket,
      String queueUrl,
      Optional<String> repairsUrl,
      String deadLetterUrl) {
    return new SqsHintQueue(
        new LazySqs(aws, endpoint), bucket, queueUrl, repairsUrl, deadLetterUrl);
  }

  @Override
  public boolean send(Hint hint, Duration delay) {
    return succeeds(
        "SendMessage",
        () ->
            sqs.get()
                .sendMessage(
                    r ->
                        r.queueUrl(queueUrl)
                            .messageBody(hint.toJson(bucket))
                            .delaySeconds((int) delay.toSeconds())));
  }

  @Override
  public boolean park(QueueMessage message, String reason) {
    Map<String, MessageAttributeValue> attributes =
        ParkedAttributes.of(message, reason).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())));
    return succeeds(
        "SendMessage to the dead-letter queue",
        () ->
            sqs.get()
                .sendMessage(
                    r ->
                        r.queueUrl(deadLetterUrl)
                            .messageBody(message.body())
                            .messageAttributes(attributes)));
  }

  @Override
  public void retryAfter(Map<QueueMessage, Duration> delays) {
    Map<String, List<ChangeMessageVisibilityBatchRequestEntry>> byQueue = new HashMap<>();
    delays.forEach(
        (message, delay) -> {
          var entries = byQueue.computeIfAbsent(url(message), url -> new ArrayList<>());
          entries.add(
              ChangeMessageVisibilityBatchRequestEntry.builder()
                  .id(String.valueOf(entries.size()))
                  .receiptHandle(message.receiptHandle())
                  .visibilityTimeout((int) delay.toSeconds())
                  .build());
        });
    byQueue.forEach(this::changeVisibility);
  }

  @Override
  public void close() {
    sqs.close();
  }

  private void changeVisibility(
      String url, List<ChangeMessageVisibilityBatchRequestEntry> entries) {
    for (int i = 0; i < entries.size(); i += MAX_BATCH_ENTRIES) {
      var batch = entries.subList(i, Math.min(i + MAX_BATCH_ENTRIES, entries.size()));
      succeeds(
          "ChangeMessageVisibility",
          () -> sqs.get().changeMessageVisibilityBatch(r -> r.queueUrl(url).entries(batch)));
    }
  }

  /** The last segment of a queue's URL is its name. */
  private String url(QueueMessage message) {
    return repairsUrl.filter(url -> url.endsWith("/" + message.queue())).orElse(queueUrl);
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static boolean succeeds(String operation, Runnable call) {
    try {
      call.run();
      return true;
    } catch (SdkException e) {
      LOG.warn("{} failed: {}", operation, e.getMessage());
      return false;
    }
  }
}
