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
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Configures a bucket's event notification to the changes queue. Other notifications of the bucket
 * and other permissions of the queue stay unchanged.
 *
 * @param sqs a client that adds the bucket to the queue's policy; empty for the embedded primary,
 *     which needs no permission
 */
record EventWiring(Queue queue, Optional<SqsClient> sqs) implements StackStore.Wiring {
  /** All events that change what readers see, including lifecycle expiration and restore. */
  private static final List<String> EVENTS =
      List.of(
          "s3:ObjectCreated:*",
          "s3:ObjectRemoved:*",
          "s3:LifecycleExpiration:*",
          "s3:ObjectTagging:*",
          "s3:ObjectRestore:Completed");

  private static final String NAME = "understudy-changes";

  /** Adds the permission first, because S3 sends a test message when it is configured. */
  @Override
  public void connect(S3Client s3, String bucket, Consumer<String> announce) {
    sqs.ifPresent(client -> permit(client, bucket, announce));
    var present = s3.getBucketNotificationConfiguration(request -> request.bucket(bucket));
    boolean wired =
        present.queueConfigurations().stream()
            .anyMatch(configuration -> queue.arn().equals(configuration.queueArn()));
    if (!wired) {
      NotificationConfiguration more = withChangesQueue(present);
      s3.putBucketNotificationConfiguration(
          request -> request.bucket(bucket).notificationConfiguration(more));
      announce.accept("configured bucket %s to notify queue %s".formatted(bucket, queue.url()));
    }
  }

  /**
   * Sends the bucket's events to the topic instead of the queue. One request replaces the
   * destination, so no event is lost.
   */
  static void fanOut(S3Client s3, String bucket, String topicArn) {
    TopicConfiguration topic =
        TopicConfiguration.builder().id(NAME).topicArn(topicArn).eventsWithStrings(EVENTS).build();
    s3.putBucketNotificationConfiguration(
        request ->
            request.bucket(bucket).notificationConfiguration(c -> c.topicConfigurations(topic)));
  }

  private NotificationConfiguration withChangesQueue(
      GetBucketNotificationConfigurationResponse present) {
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
              "allowed queue %s to receive events of bucket %s".formatted(queue.url(), bucket));
        });
  }
}
