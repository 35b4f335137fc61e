package dev.understudy.core.s3;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.object.ObjectKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;

/**
 * What only the probe asks of the primary: to take its heartbeat, and whom the bucket notifies.
 * Every call names the bucket's owner where it is configured.
 */
public final class S3ProbeClient implements AutoCloseable {
  private static final S3Failures FAILURES = new S3Failures("primary");

  private final S3Client s3;
  private final String bucket;
  private final @Nullable String owner;

  private S3ProbeClient(S3Client s3, String bucket, @Nullable String owner) {
    this.s3 = s3;
    this.bucket = bucket;
    this.owner = owner;
  }

  /**
   * Connects when it is first used.
   *
   * @param endpoint another S3 than Amazon's, addressed path-style
   * @param owner the account that must own the bucket
   */
  public static S3ProbeClient connect(
      AwsAccess aws, Optional<URI> endpoint, String bucket, Optional<String> owner) {
    return new S3ProbeClient(
        S3Primary.client(aws, endpoint, new CallCounter()), bucket, owner.orElse(null));
  }

  /**
   * Writes a small text, whatever was there.
   *
   * @throws dev.understudy.core.store.StoreException if it is not known to have been written
   */
  public void put(ObjectKey key, String text) {
    try {
      s3.putObject(
          r ->
              r.bucket(bucket)
                  .key(key.value())
                  .expectedBucketOwner(owner)
                  .contentType("text/plain; charset=utf-8")
                  .cacheControl("no-store"),
          RequestBody.fromString(text));
    } catch (RuntimeException e) {
      throw FAILURES.ofWrite("PUT", key, e);
    }
  }

  /**
   * Whom the bucket notifies now.
   *
   * @throws dev.understudy.core.store.StoreException.Unavailable if it cannot be asked
   */
  public Notifications notifications() {
    try {
      GetBucketNotificationConfigurationResponse answer =
          s3.getBucketNotificationConfiguration(r -> r.bucket(bucket).expectedBucketOwner(owner));
      return new Notifications(
          answer.queueConfigurations().stream().map(S3ProbeClient::target).toList(),
          answer.eventBridgeConfiguration() != null);
    } catch (RuntimeException e) {
      throw FAILURES.ofListing("notification configuration", e);
    }
  }

  private static Target target(QueueConfiguration queue) {
    boolean filtered =
        queue.filter() != null
            && queue.filter().key() != null
            && !queue.filter().key().filterRules().isEmpty();
    return new Target(queue.queueArn(), List.copyOf(queue.eventsAsStrings()), filtered);
  }

  /** Breaks every connection: calls under way end with an exception, also in other threads. */
  @Override
  public void close() {
    s3.close();
  }

  /**
   * Whom a bucket notifies.
   *
   * @param eventBridge whether all events go to EventBridge, whose rules are not seen here
   */
  public record Notifications(List<Target> queues, boolean eventBridge) {}

  /**
   * One queue that is notified.
   *
   * @param events such as {@code s3:ObjectCreated:*}
   * @param filtered whether keys are told of by prefix or suffix only
   */
  public record Target(String queueArn, List<String> events, boolean filtered) {}
}
