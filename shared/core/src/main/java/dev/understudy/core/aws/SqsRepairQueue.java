package dev.understudy.core.aws;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;

import dev.understudy.core.hint.Hint;
import dev.understudy.core.queue.RepairQueue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The repairs queue on SQS. */
public final class SqsRepairQueue implements RepairQueue, AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(SqsRepairQueue.class);

  private final LazySqs sqs;
  private final String bucket;
  private final String queueUrl;

  private SqsRepairQueue(LazySqs sqs, String bucket, String queueUrl) {
    this.sqs = sqs;
    this.bucket = bucket;
    this.queueUrl = queueUrl;
  }

  /**
   * Creates a queue whose client is created when it is first used. A run without drift needs none.
   *
   * @param endpoint an SQS endpoint other than AWS's
   * @param bucket the bucket that hints name
   */
  public static SqsRepairQueue connect(
      AwsAccess aws, Optional<URI> endpoint, String bucket, String queueUrl) {
    return new SqsRepairQueue(new LazySqs(aws, endpoint), bucket, queueUrl);
  }

  @Override
  public SendResult send(List<Hint> hints) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Hint hint : hints) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .messageBody(hint.toJson(bucket))
              .build());
    }
    try {
      return result(
          hints, sqs.get().sendMessageBatch(r -> r.queueUrl(queueUrl).entries(entries)).failed());
    } catch (SdkException e) {
      LOG.warn("SendMessageBatch failed: {}", e.getMessage());
      return new SendResult(false, List.of());
    }
  }

  /** An entry's failure is the sender's if its content is the cause, else the queue's. */
  private static SendResult result(List<Hint> hints, List<BatchResultErrorEntry> failed) {
    List<Hint> rejected = new ArrayList<>();
    boolean complete = true;
    for (BatchResultErrorEntry entry : failed) {
      Hint hint = hints.get(Integer.parseInt(entry.id()));
      boolean senderFault = Boolean.TRUE.equals(entry.senderFault());
      LOG.warn(
          "SendMessageBatch failed for the hint of {}: {} {} (sender fault: {})",
          hint.key(),
          entry.code(),
          entry.message(),
          senderFault);
      if (senderFault) {
        rejected.add(hint);
      } else {
        complete = false;
      }
    }
    return new SendResult(complete, rejected);
  }

  @Override
  public OptionalLong waiting() {
    try {
      String number =
          sqs.get()
              .getQueueAttributes(
                  r -> r.queueUrl(queueUrl).attributeNames(APPROXIMATE_NUMBER_OF_MESSAGES))
              .attributes()
              .get(APPROXIMATE_NUMBER_OF_MESSAGES);
      return number == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
    } catch (SdkException e) {
      LOG.warn("GetQueueAttributes failed: {}", e.getMessage());
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    sqs.close();
  }
}
