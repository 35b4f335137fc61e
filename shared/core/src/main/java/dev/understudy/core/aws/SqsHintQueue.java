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
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The queues of hints on SQS: that of changes, and if there is a reconciler, that of repairs. Fresh
 * hints go to the first.
 */
public final class SqsHintQueue implements HintQueue, AutoCloseable {
  /** The message attribute of a parked message that says why. */
  public static final String REASON = "reason";

  private static final Logger LOG = LogManager.getLogger(SqsHintQueue.class);
  private static final int MAX_ENTRIES = 10;

  private final SqsClient sqs;
  private final String bucket;
  private final String queueUrl;
  private final Optional<String> repairsUrl;
  private final String deadLetterUrl;

  private SqsHintQueue(
      SqsClient sqs,
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
   * Connects when it is first used.
   *
   * @param endpoint another SQS than Amazon's
   * @param bucket what hints name
   */
  public static SqsHintQueue connect(
      AwsAccess aws,
      Optional<URI> endpoint,
      String bucket,
      String queueUrl,
      Optional<String> repairsUrl,
      String deadLetterUrl) {
    return new SqsHintQueue(aws.sqs(endpoint), bucket, queueUrl, repairsUrl, deadLetterUrl);
  }

  @Override
  public boolean send(Hint hint, Duration delay) {
    return succeeds(
        "SendMessage",
        () ->
            sqs.sendMessage(
                r ->
                    r.queueUrl(queueUrl)
                        .messageBody(hint.toJson(bucket))
                        .delaySeconds((int) delay.toSeconds())));
  }

  @Override
  public boolean park(QueueMessage message, String reason) {
    Map<String, MessageAttributeValue> attributes =
        Map.of(REASON, text(reason), "messageId", text(message.id()));
    return succeeds(
        "SendMessage to the dead-letter queue",
        () ->
            sqs.sendMessage(
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
    for (int i = 0; i < entries.size(); i += MAX_ENTRIES) {
      var some = entries.subList(i, Math.min(i + MAX_ENTRIES, entries.size()));
      succeeds(
          "ChangeMessageVisibility",
          () -> sqs.changeMessageVisibilityBatch(r -> r.queueUrl(url).entries(some)));
    }
  }

  /** The last segment of a queue's URL is its name, everywhere. */
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
