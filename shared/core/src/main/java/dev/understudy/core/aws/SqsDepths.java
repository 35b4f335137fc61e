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

/** How much waits in queues on SQS, as far as SQS knows: it counts by sampling. */
public final class SqsDepths implements AutoCloseable {
  private final SqsClient sqs;

  private SqsDepths(SqsClient sqs) {
    this.sqs = sqs;
  }

  /**
   * Connects when it is first used.
   *
   * @param endpoint another SQS than Amazon's
   */
  public static SqsDepths connect(AwsAccess aws, Optional<URI> endpoint) {
    return new SqsDepths(aws.sqs(endpoint));
  }

  /**
   * Messages that have not left the queue: visible, in flight and delayed.
   *
   * @throws IOException if the queue cannot be asked
   */
  public long depth(String queueUrl) throws IOException {
    try {
      Map<QueueAttributeName, String> attributes =
          sqs.getQueueAttributes(
                  r ->
                      r.queueUrl(queueUrl)
                          .attributeNames(
                              APPROXIMATE_NUMBER_OF_MESSAGES,
                              APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                              APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
              .attributes();
      return attributes.values().stream().mapToLong(Long::parseLong).sum();
    } catch (SdkException e) {
      throw new IOException("GetQueueAttributes failed: " + e.getMessage(), e);
    }
  }

  /** Ends every call under way. */
  @Override
  public void close() {
    sqs.close();
  }
}
