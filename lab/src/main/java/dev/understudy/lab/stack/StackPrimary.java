package dev.understudy.lab.stack;

import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.queue.Queue;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;

/** The primary, and the way of its events to the changes queue of each standby. */
record StackPrimary(StackStore store, SqsNotifications notifications) {
  /** Starts or prepares the primary, whose events go to the changes queue directly. */
  static StackPrimary start(
      StackConfig config,
      int port,
      StackQueues queue,
      ResourceStack resources,
      Consumer<String> announce) {
    SqsNotifications notifications =
        resources.add(new SqsNotifications(queue.client(), queue.queues().changes()));
    return new StackPrimary(
        StackStore.primary(config, port, queue, notifications, resources, announce), notifications);
  }

  StoreAccess access() {
    return store.access();
  }

  /**
   * Sends events through the topic to both queues from now on.
   *
   * @throws IllegalStateException if the primary is a real server
   */
  void fanOut(Queue present, Queue added) {
    if (store.embedded().isEmpty()) {
      throw new IllegalStateException("A real primary would need a real topic");
    }
    notifications.subscribe(present);
    notifications.subscribe(added);
    try (S3Client s3 = access().s3()) {
      EventWiring.fanOut(s3, access().bucket(), SqsNotifications.TOPIC_ARN);
    }
  }

  /** Whether the events of all changes so far are in the queues, as far as an emulator knows. */
  boolean hasSentAll() {
    // The order matters: what S3 has sent to the topic is known to the topic.
    return store.embedded().map(S3Endpoint::notificationsDrained).orElse(true)
        && notifications.isDrained();
  }
}
