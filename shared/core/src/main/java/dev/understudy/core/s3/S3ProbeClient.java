package dev.understudy.core.s3;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;

/**
 * The calls to the primary that replication does not need: the health probe writes the heartbeat,
 * and reads the notification configuration, as the operator's command does. Every call names the
 * bucket's expected owner, if configured.
 */
public final class S3ProbeClient implements AutoCloseable {
  private static final S3Failures FAILURES = S3Failures.ofPrimary();

  private final S3Client s3;
  private final String bucket;
  private final @Nullable String owner;

  private S3ProbeClient(S3Client s3, String bucket, @Nullable String owner) {
    this.s3 = s3;
    this.bucket = bucket;
    this.owner = owner;
  }

  /**
   * Creates a client that connects when it is first used.
   *
   * @param endpoint an S3 endpoint other than AWS's, addressed path-style
   * @param owner the id of the account that must own the bucket
   */
  public static S3ProbeClient connect(
      AwsAccess aws, Optional<URI> endpoint, String bucket, Optional<String> owner) {
    var builder =
        S3Client.builder()
            .httpClientBuilder(HttpClients.builder(TlsMaterial.NONE))
            .region(aws.region())
            .credentialsProvider(aws.credentials());
    endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    return new S3ProbeClient(builder.build(), bucket, owner.orElse(null));
  }

  /**
   * Writes a small text object, unconditionally.
   *
   * @throws dev.understudy.core.store.StoreException if it may not have been written
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
   * Reads the bucket's event notification configuration.
   *
   * @throws dev.understudy.core.store.StoreException.Unavailable if it cannot be read
   */
  public Notifications notifications() {
    try {
      GetBucketNotificationConfigurationResponse response =
          s3.getBucketNotificationConfiguration(r -> r.bucket(bucket).expectedBucketOwner(owner));
      return new Notifications(
          Stream.concat(
                  response.queueConfigurations().stream()
                      .map(q -> target(q.queueArn(), q.eventsAsStrings(), q.filter())),
                  response.topicConfigurations().stream()
                      .map(t -> target(t.topicArn(), t.eventsAsStrings(), t.filter())))
              .toList(),
          response.eventBridgeConfiguration() != null);
    } catch (RuntimeException e) {
      throw FAILURES.ofListing("notification configuration", e);
    }
  }

  private static Target target(
      String arn, List<String> events, NotificationConfigurationFilter filter) {
    List<FilterRule> rules =
        filter == null || filter.key() == null ? List.of() : filter.key().filterRules();
    return new Target(arn, List.copyOf(events), rule(rules, "prefix"), rule(rules, "suffix"));
  }

  /** The value of a filter rule; S3 writes its name in either case. */
  private static String rule(List<FilterRule> rules, String name) {
    return rules.stream()
        .filter(rule -> name.equalsIgnoreCase(rule.nameAsString()))
        .map(FilterRule::value)
        .findFirst()
        .orElse("");
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    s3.close();
  }

  /**
   * A bucket's event notification configuration.
   *
   * @param targets the queues and topics that events go to
   * @param eventBridge whether all events go to EventBridge; its rules are not included
   */
  public record Notifications(List<Target> targets, boolean eventBridge) {}

  /**
   * A queue or a topic that receives event notifications.
   *
   * @param events such as {@code s3:ObjectCreated:*}
   * @param prefix the prefix that the entry is limited to; empty for all keys
   * @param suffix the suffix that the entry is limited to; empty for all keys
   */
  public record Target(String arn, List<String> events, String prefix, String suffix) {}
}
