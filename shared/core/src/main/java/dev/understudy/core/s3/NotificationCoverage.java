package dev.understudy.core.s3;

import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.S3ProbeClient.Notifications;
import dev.understudy.core.s3.S3ProbeClient.Target;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events of a scope reach the changes queue. Entries for the queue and for its topic count
 * together. For each prefix of the scope, those entries count whose filter includes all its keys;
 * an entry with a suffix never does. A bucket with EventBridge delivers every event there. The
 * rules of EventBridge and the subscriptions of the topic are not included.
 *
 * @param creations whether every creation of an object reaches the queue
 * @param deletions whether every deletion does
 * @param through the way of the events, for people
 */
public record NotificationCoverage(boolean creations, boolean deletions, String through) {
  private static final Set<String> CREATIONS =
      Set.of(
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:CompleteMultipartUpload");
  private static final Set<String> DELETIONS =
      Set.of("s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated");

  /**
   * @param queueUrl the URL of the changes queue
   * @param topicArn the topic that fans out to the changes queues of all standbys, if there are
   *     several
   */
  public static NotificationCoverage of(
      Notifications now, String queueUrl, Optional<String> topicArn, Scope scope) {
    if (now.eventBridge()) {
      return new NotificationCoverage(true, true, "EventBridge");
    }
    List<Target> targets =
        now.targets().stream()
            .filter(target -> isQueue(target, queueUrl) || isTopic(target, topicArn))
            .toList();
    return new NotificationCoverage(
        covers(targets, scope, "s3:ObjectCreated:*", CREATIONS),
        covers(targets, scope, "s3:ObjectRemoved:*", DELETIONS),
        targets.stream().anyMatch(target -> isTopic(target, topicArn)) ? "the topic" : "the queue");
  }

  /** Whether every creation and deletion reaches the queue. */
  public boolean isComplete() {
    return creations && deletions;
  }

  private static boolean covers(
      List<Target> targets, Scope scope, String all, Collection<String> each) {
    List<String> prefixes = scope.prefixes().isEmpty() ? List.of("") : scope.prefixes();
    return prefixes.stream()
        .map(prefix -> eventsOf(targets, prefix))
        .allMatch(events -> events.contains(all) || events.containsAll(each));
  }

  /** The events that reach the queue for every key with this prefix. */
  private static Set<String> eventsOf(List<Target> targets, String prefix) {
    return targets.stream()
        .filter(target -> target.suffix().isEmpty() && prefix.startsWith(target.prefix()))
        .flatMap(target -> target.events().stream())
        .collect(Collectors.toSet());
  }

  private static boolean isTopic(Target target, Optional<String> topicArn) {
    return topicArn.filter(target.arn()::equals).isPresent();
  }

  /** A queue's URL ends with /account/name, its ARN with :account:name. */
  private static boolean isQueue(Target target, String url) {
    List<String> path = List.of(url.split("/"));
    return path.size() > 2
        && target.arn().endsWith(":" + path.get(path.size() - 2) + ":" + path.get(path.size() - 1));
  }
}
