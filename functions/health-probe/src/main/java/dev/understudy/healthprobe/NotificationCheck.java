package dev.understudy.healthprobe;

import dev.understudy.core.s3.S3ProbeClient.Notifications;
import dev.understudy.core.s3.S3ProbeClient.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the primary still tells our queue of every creation and deletion: whoever else puts a
 * notification configuration replaces all of it. Several entries for our queue count together; one
 * with a filter does not count, as it is silent about other keys. A bucket that tells EventBridge
 * tells it everything; what the rule there does with it is not seen here, but by the heartbeat.
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

  @Override
  public Observation run(ProbeConnections sites, Duration time) {
    Notifications now = sites.primaryWatch().notifications();
    Set<String> events =
        now.queues().stream()
            .filter(target -> !target.filtered() && isOurs(target, sites.changesQueueUrl()))
            .flatMap(target -> target.events().stream())
            .collect(Collectors.toSet());
    boolean created = now.eventBridge() || covers(events, "s3:ObjectCreated:*", CREATIONS);
    boolean removed = now.eventBridge() || covers(events, "s3:ObjectRemoved:*", DELETIONS);
    return Observation.of(Measurement.of(Metric.NOTIFICATION_KEPT, created && removed))
        .with("tellsOfCreations", created)
        .with("tellsOfDeletions", removed)
        .with("through", now.eventBridge() ? "EventBridge" : "the queue itself");
  }

  private static boolean covers(Set<String> events, String all, Collection<String> each) {
    return events.contains(all) || events.containsAll(each);
  }

  /** A queue's URL ends with /account/name, its ARN with :account:name. */
  private static boolean isOurs(Target target, String url) {
    List<String> path = List.of(url.split("/"));
    return path.size() > 2
        && target
            .queueArn()
            .endsWith(":" + path.get(path.size() - 2) + ":" + path.get(path.size() - 1));
  }
}
