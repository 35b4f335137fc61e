package dev.understudy.healthprobe;

import dev.understudy.core.object.Scope;
import dev.understudy.core.s3.NotificationCoverage;
import dev.understudy.core.s3.S3ProbeClient;
import dev.understudy.core.telemetry.Metric;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Checks that the primary's event notification covers every creation and deletion in the scope and
 * reaches the changes queue. Anyone who puts a notification configuration replaces all of it. The
 * heartbeat covers the rules behind EventBridge.
 */
final class NotificationCheck implements Check {
  private final String changesQueueUrl;
  private final Scope scope;
  private final Supplier<S3ProbeClient> client;

  NotificationCheck(String changesQueueUrl, Scope scope, Supplier<S3ProbeClient> client) {
    this.changesQueueUrl = changesQueueUrl;
    this.scope = scope;
    this.client = client;
  }

  @Override
  public Observation run(Duration timeout) {
    NotificationCoverage now =
        NotificationCoverage.of(client.get().notifications(), changesQueueUrl, scope);
    return Observation.of(Measurement.of(Metric.NOTIFICATION_KEPT, now.isComplete()))
        .with("coversCreations", now.creations())
        .with("coversDeletions", now.deletions())
        .with("through", now.through());
  }
}
