package dev.understudy.healthprobe;

import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.s3.S3ProbeClient.Notifications;
import dev.understudy.core.s3.S3ProbeClient.Target;
import dev.understudy.core.telemetry.Metric;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks that the primary's event notification covers every creation and deletion and reaches the
 * changes queue. Anyone who puts a notification configuration replaces all of it. Several entries
 * for the queue count together. An entry with a filter does not count, because it omits other keys.
 * A bucket with EventBridge delivers every event there; the heartbeat covers the rule behind it.
 */
final class NotificationCheck implements Check {
  private static final Set<String> CREATIONS =
      Set.of(
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:CompleteMultipartUpload");
  private static final Set<String> DELETIONS =
      Set.of("s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated");

  private final String changesQueueUrl;
  private final Supplier<S3ProbeClient> client;

  NotificationCheck(String changesQueueUrl, Supplier<S3ProbeClient> client) {
    this.changesQueueUrl = changesQueueUrl;
    this.client = client;
  }

  @Override
  public Observation run(Duration timeout) {
    Notifications now = client.get().notifications();
    Set<String> events =
        now.queues().stream()
            .filter(target -> !target.filtered() && isQueue(target, changesQueueUrl))
            .flatMap(target -> target.events().stream())
            .collect(Collectors.toSet());
    boolean created = now.eventBridge() || covers(events, "s3:ObjectCreated:*", CREATIONS);
    boolean removed = now.eventBridge() || covers(events, "s3:ObjectRemoved:*", DELETIONS);
    return Observation.of(Measurement.of(Metric.NOTIFICATION_KEPT, created && removed))
        .with("coversCreations", created)
        .with("coversDeletions", removed)
        .with("through", now.eventBridge() ? "EventBridge" : "the queue");
  }

  private static boolean covers(Set<String> events, String all, Collection<String> each) {
    return events.contains(all) || events.containsAll(each);
  }

  /** A queue's URL ends with /account/name, its ARN with :account:name. */
  private static boolean isQueue(Target target, String url) {
    List<String> path = List.of(url.split("/"));
    return path.size() > 2
        && target
            .queueArn()
            .endsWith(":" + path.get(path.size() - 2) + ":" + path.get(path.size() - 1));
  }
}
