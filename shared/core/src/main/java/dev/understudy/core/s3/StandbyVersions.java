package dev.understudy.core.s3;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.s3.wire.S3Wire;
import dev.understudy.core.s3.wire.WireRequest;
import dev.understudy.core.s3.wire.WireResponse;
import dev.understudy.core.store.Replica;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads the versions of single keys of the standby. Safe for several threads. Every method throws
 * {@link dev.understudy.core.store.StoreException.Unavailable} if the standby cannot be read.
 */
public final class StandbyVersions implements AutoCloseable {
  /** The newest entries of a key that {@link #newest} returns at most. */
  public static final int MAX_ENTRIES = 1000;

  private static final S3Failures FAILURES = S3Failures.ofStandby();

  private final S3Wire wire;

  private StandbyVersions(S3Wire wire) {
    this.wire = wire;
  }

  /**
   * A version or a delete marker.
   *
   * @param id {@code null} as text where the bucket keeps no versions
   * @param time to the millisecond on MinIO, to the second on S3
   */
  public record Entry(String id, boolean isMarker, Instant time) {}

  /** Creates a client that connects when it is first used. */
  public static StandbyVersions connect(StandbySecret secret, String bucket) {
    return new StandbyVersions(S3Standby.wire(secret, bucket, new CallCounter(), () -> 0));
  }

  /**
   * The versions and delete markers of a key, newest first, at most {@value #MAX_ENTRIES}. Empty if
   * the standby never had the key.
   */
  public List<Entry> newest(ObjectKey key) {
    try {
      return wire.retried(
          WireRequest.list()
              .query("versions")
              .query("prefix", key.value())
              .query("max-keys", MAX_ENTRIES)
              .query("encoding-type", "url"),
          history -> Documents.versions(history, key));
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("LIST", key, e);
    }
  }

  /** One version of a key with its headers, metadata and tags; empty if it is gone. */
  public Optional<Replica.Present> version(ObjectKey key, String id) {
    try {
      WireResponse head =
          wire.retried(WireRequest.head(key.value()).query("versionId", id), answer -> answer);
      Map<String, String> tags =
          TagCounts.of(head) == 0
              ? Map.of()
              : wire.retried(
                  WireRequest.get(key.value()).query("tagging").query("versionId", id),
                  Documents::tags);
      return Optional.of(
          new Replica.Present(
              S3Headers.fingerprint(head, tags), head.date("Last-Modified"), Optional.of(id)));
    } catch (RuntimeException e) {
      if (e instanceof AwsServiceException response && response.statusCode() == 404) {
        return Optional.empty();
      }
      throw FAILURES.ofRead("HEAD", key, e);
    }
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    wire.close();
  }
}
