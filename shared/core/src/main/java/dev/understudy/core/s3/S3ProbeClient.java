package dev.understudy.core.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.wire.S3Wire;
import dev.understudy.core.s3.wire.WireRequest;
import dev.understudy.core.store.Condition;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The calls to the primary that replication does not need: the health probe writes the heartbeat,
 * and reads the notification configuration, as the operator's command does; the reconciler writes
 * the set of hot keys. Every call names the bucket's expected owner, if configured.
 */
public final class S3ProbeClient implements AutoCloseable {
  private static final S3Failures FAILURES = S3Failures.ofPrimary();

  private final S3Wire wire;
  private final @Nullable String owner;

  private S3ProbeClient(S3Wire wire, @Nullable String owner) {
    this.wire = wire;
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
    S3Wire wire =
        new S3Wire(
            aws.region(),
            endpoint,
            bucket,
            aws.credentials(),
            PemTls.socketFactory(TlsMaterial.NONE),
            () -> {},
            () -> 0);
    return new S3ProbeClient(wire, owner.orElse(null));
  }

  /**
   * Writes a small text object, unconditionally.
   *
   * @throws dev.understudy.core.store.StoreException if it may not have been written
   */
  public void put(ObjectKey key, String text) {
    byte[] content = text.getBytes(UTF_8);
    WireRequest put =
        owned(WireRequest.put(key.value()))
            .header("Content-Type", "text/plain; charset=utf-8")
            .header("Cache-Control", "no-store")
            // A bucket with a default retention period requires a digest.
            .header(Checksum.Algorithm.MD5.header(), md5(content))
            .content(content.length, () -> new ByteArrayInputStream(content));
    try {
      wire.retried(put, answer -> answer);
    } catch (RuntimeException e) {
      throw FAILURES.ofWrite("PUT", key, e);
    }
  }

  /**
   * Writes an object if the condition holds. A write whose response is lost may be repeated, and
   * then fails its own condition.
   *
   * @return the ETag of what was written, or empty if the condition failed
   * @throws dev.understudy.core.store.StoreException if it may not have been written
   */
  public Optional<ETag> put(ObjectKey key, byte[] content, Condition condition) {
    WireRequest put =
        owned(WireRequest.put(key.value()))
            .header("Content-Type", "application/octet-stream")
            .header(Checksum.Algorithm.MD5.header(), md5(content))
            .content(content.length, () -> new ByteArrayInputStream(content));
    WireRequest conditional =
        condition instanceof Condition.Matches seen
            ? put.header("If-Match", seen.etag().quoted())
            : put.header("If-None-Match", "*");
    try {
      return Optional.of(wire.retried(conditional, answer -> new ETag(answer.required("ETag"))));
    } catch (RuntimeException e) {
      if (isConditionFailed(e)) {
        return Optional.empty();
      }
      throw FAILURES.ofWrite("PUT", key, e);
    }
  }

  /** A 409 means that another conditional write was in progress; a 404, that there is no object. */
  private static boolean isConditionFailed(RuntimeException e) {
    return e instanceof AwsServiceException response
        && (response.statusCode() == 412
            || S3Failures.code(e).equals("ConditionalRequestConflict")
            || S3Failures.code(e).equals("NoSuchKey"));
  }

  /**
   * Reads the bucket's event notification configuration.
   *
   * @throws dev.understudy.core.store.StoreException.Unavailable if it cannot be read
   */
  public Notifications notifications() {
    WireRequest get = owned(WireRequest.list()).query("notification");
    try {
      return wire.retried(get, NotificationDocument::read);
    } catch (RuntimeException e) {
      throw FAILURES.ofListing("notification configuration", e);
    }
  }

  private WireRequest owned(WireRequest request) {
    return request.header("x-amz-expected-bucket-owner", owner);
  }

  private static String md5(byte[] content) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(ETag.md5(content).value()));
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    wire.close();
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
