package dev.understudy.core.aws;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Reads the depth of SQS queues. SQS samples, so the depth is approximate. */
public final class SqsDepths implements AutoCloseable {
  private final SqsClient sqs;

  private SqsDepths(SqsClient sqs) {
    this.sqs = sqs;
  }

  /**
   * Creates a client that connects when it is first used.
   *
   * @param endpoint an SQS endpoint other than AWS's
   */
  public static SqsDepths connect(AwsAccess aws, Optional<URI> endpoint) {
    return new SqsDepths(aws.sqs(endpoint));
  }

  /** The number of messages in each state. */
  public record Depth(long visible, long inFlight, long delayed) {
    /** The number of all messages. */
    public long total() {
      return visible + inFlight + delayed;
    }
  }

  /**
   * The number of messages in the queue, in all states together.
   *
   * @throws IOException if the call fails
   */
  public long depth(String queueUrl) throws IOException {
    return depthByState(queueUrl).total();
  }

  /**
   * The number of messages in the queue.
   *
   * @throws IOException if the call fails
   */
  public Depth depthByState(String queueUrl) throws IOException {
    try {
      Map<QueueAttributeName, String> found =
          sqs.getQueueAttributes(
                  r ->
                      r.queueUrl(queueUrl)
                          .attributeNames(
                              APPROXIMATE_NUMBER_OF_MESSAGES,
                              APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                              APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
              .attributes();
      return new Depth(
          number(found, APPROXIMATE_NUMBER_OF_MESSAGES),
          number(found, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
          number(found, APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
    } catch (SdkException e) {
      throw new IOException("GetQueueAttributes failed: " + e.getMessage(), e);
    }
  }

  private static long number(Map<QueueAttributeName, String> found, QueueAttributeName name) {
    return Long.parseLong(found.getOrDefault(name, "0"));
  }

  /** A call in progress in another thread ends by itself within 5 s. */
  @Override
  public void close() {
    sqs.close();
  }
}
