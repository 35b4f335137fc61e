package dev.understudy.healthprobe;

import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.NotificationCoverage;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.telemetry.Metric;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks that the primary's event notification covers every creation and deletion in the scope and
 * reaches the changes queue, directly or through the topic. Anyone who puts a notification
 * configuration replaces all of it. The heartbeat covers the rules behind EventBridge and the
 * subscriptions of the topic.
 */
final class NotificationCheck implements Check {
  private final String changesQueueUrl;
  private final Optional<String> changesTopicArn;
  private final Scope scope;
  private final Supplier<S3ProbeClient> client;

  NotificationCheck(
      String changesQueueUrl,
      Optional<String> changesTopicArn,
      Scope scope,
      Supplier<S3ProbeClient> client) {
    this.changesQueueUrl = changesQueueUrl;
    this.changesTopicArn = changesTopicArn;
    this.scope = scope;
    this.client = client;
  }

  @Override
  public Observation run(Duration timeout) {
    NotificationCoverage now =
        NotificationCoverage.of(
            client.get().notifications(), changesQueueUrl, changesTopicArn, scope);
    return Observation.of(Measurement.of(Metric.NOTIFICATION_KEPT, now.isComplete()))
        .with("coversCreations", now.creations())
        .with("coversDeletions", now.deletions())
        .with("through", now.through());
  }
}
