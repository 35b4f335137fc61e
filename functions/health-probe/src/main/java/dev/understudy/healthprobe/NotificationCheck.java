package dev.understudy.healthprobe;

import dev.understudy.core.object.Scope;
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
 * Checks that the primary's event notification covers every creation and deletion in the scope and
 * reaches the changes queue. Anyone who puts a notification configuration replaces all of it.
 * Entries for the queue count together. For each prefix of the scope, those entries count whose
 * filter includes all its keys; an entry with a suffix never does. A bucket with EventBridge
 * delivers every event there; the heartbeat covers the rule behind it.
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
  private final List<String> prefixes;
  private final Supplier<S3ProbeClient> client;

  NotificationCheck(String changesQueueUrl, Scope scope, Supplier<S3ProbeClient> client) {
    this.changesQueueUrl = changesQueueUrl;
    this.prefixes = scope.prefixes().isEmpty() ? List.of("") : scope.prefixes();
    this.client = client;
  }

  @Override
  public Observation run(Duration timeout) {
    Notifications now = client.get().notifications();
    boolean created = now.eventBridge() || covers(now, "s3:ObjectCreated:*", CREATIONS);
    boolean removed = now.eventBridge() || covers(now, "s3:ObjectRemoved:*", DELETIONS);
    return Observation.of(Measurement.of(Metric.NOTIFICATION_KEPT, created && removed))
        .with("coversCreations", created)
        .with("coversDeletions", removed)
        .with("through", now.eventBridge() ? "EventBridge" : "the queue");
  }

  private boolean covers(Notifications now, String all, Collection<String> each) {
    return prefixes.stream()
        .map(prefix -> eventsOf(now, prefix))
        .allMatch(events -> events.contains(all) || events.containsAll(each));
  }

  /** The events that reach the queue for every key with this prefix. */
  private Set<String> eventsOf(Notifications now, String prefix) {
    return now.queues().stream()
        .filter(target -> isQueue(target, changesQueueUrl))
        .filter(target -> target.suffix().isEmpty() && prefix.startsWith(target.prefix()))
        .flatMap(target -> target.events().stream())
        .collect(Collectors.toSet());
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
