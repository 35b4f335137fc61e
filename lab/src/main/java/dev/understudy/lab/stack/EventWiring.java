package dev.understudy.lab.stack;

import dev.understudy.lab.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Makes a bucket tell the queue of every change. What else the bucket notifies and the queue
 * permits stays as it is.
 *
 * @param sqs where the queue must permit the bucket first; absent if the bucket sends with our keys
 */
record EventWiring(Queue queue, Optional<SqsClient> sqs) implements StackStore.Wiring {
  /** Whatever can change what readers see, deletion by a lifecycle rule and restoring included. */
  private static final List<String> EVENTS =
      List.of(
          "s3:ObjectCreated:*",
          "s3:ObjectRemoved:*",
          "s3:LifecycleExpiration:*",
          "s3:ObjectTagging:*",
          "s3:ObjectRestore:Completed");

  private static final String NAME = "understudy-changes";

  /** S3 tries the queue when it is configured, so the permission comes first. */
  @Override
  public void connect(S3Client s3, String bucket, Consumer<String> announce) {
    sqs.ifPresent(client -> permit(client, bucket, announce));
    var present = s3.getBucketNotificationConfiguration(request -> request.bucket(bucket));
    boolean wired =
        present.queueConfigurations().stream()
            .anyMatch(configuration -> queue.arn().equals(configuration.queueArn()));
    if (!wired) {
      NotificationConfiguration more = withOurs(present);
      s3.putBucketNotificationConfiguration(
          request -> request.bucket(bucket).notificationConfiguration(more));
      announce.accept("bucket %s now notifies queue %s".formatted(bucket, queue.url()));
    }
  }

  private NotificationConfiguration withOurs(GetBucketNotificationConfigurationResponse present) {
    List<QueueConfiguration> queues = new ArrayList<>(present.queueConfigurations());
    queues.add(
        QueueConfiguration.builder()
            .id(NAME)
            .queueArn(queue.arn())
            .eventsWithStrings(EVENTS)
            .build());
    return NotificationConfiguration.builder()
        .queueConfigurations(queues)
        .topicConfigurations(present.topicConfigurations())
        .lambdaFunctionConfigurations(present.lambdaFunctionConfigurations())
        .eventBridgeConfiguration(present.eventBridgeConfiguration())
        .build();
  }

  private void permit(SqsClient client, String bucket, Consumer<String> announce) {
    String present =
        client
            .getQueueAttributes(
                request -> request.queueUrl(queue.url()).attributeNames(QueueAttributeName.POLICY))
            .attributes()
            .getOrDefault(QueueAttributeName.POLICY, "");
    Optional<String> more = QueuePolicy.permitting(present, bucket, queue.arn());
    more.ifPresent(
        policy -> {
          client.setQueueAttributes(
              request ->
                  request
                      .queueUrl(queue.url())
                      .attributes(Map.of(QueueAttributeName.POLICY, policy)));
          announce.accept(
              "queue %s now accepts events of bucket %s".formatted(queue.url(), bucket));
        });
  }
}
