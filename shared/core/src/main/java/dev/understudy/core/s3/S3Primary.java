package dev.understudy.core.s3;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.StorageClasses;
import dev.understudy.core.s3.wire.S3Wire;
import dev.understudy.core.s3.wire.WireRequest;
import dev.understudy.core.s3.wire.WireResponse;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The primary over the S3 protocol. Every call names the bucket's expected owner, if configured, to
 * prevent bucket sniping.
 */
public final class S3Primary implements Primary, Listing, AutoCloseable {
  private static final S3Failures FAILURES = S3Failures.ofPrimary();

  private final S3Wire wire;
  private final @Nullable String owner;
  private final Listing listing;

  private final TagCounts tagCounts = new TagCounts();

  private S3Primary(S3Wire wire, @Nullable String owner) {
    this.wire = wire;
    this.owner = owner;
    this.listing = new S3Listing(wire, owner, FAILURES);
  }

  /**
   * Creates a client that connects when it is first used. Calls only read, so they are retried as
   * in the SDK's standard mode.
   *
   * @param endpoint an S3 endpoint other than AWS's, addressed path-style
   * @param owner the id of the account that must own the bucket
   * @param calls counts the client's attempts
   */
  public static S3Primary connect(
      AwsAccess aws,
      Optional<URI> endpoint,
      String bucket,
      Optional<String> owner,
      CallCounter calls) {
    S3Wire wire =
        new S3Wire(
            aws.region(),
            endpoint,
            bucket,
            aws.credentials(),
            PemTls.socketFactory(TlsMaterial.NONE),
            calls::attempt,
            () -> 0);
    return new S3Primary(wire, owner.orElse(null));
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    wire.close();
  }

  @Override
  public Page page(Place at, int limit) {
    return listing.page(at, limit);
  }

  @Override
  public PrimaryRead open(ObjectKey key) {
    return open(key, () -> {});
  }

  @Override
  public PrimaryRead open(ObjectKey key, Runnable meanwhile) {
    WireRequest get = owned(WireRequest.get(key.value())).header(ResponseChecksums.MODE, "ENABLED");
    try {
      return opened(key, wire.open(get, meanwhile));
    } catch (AwsServiceException e) {
      if (S3Failures.code(e).equals("NoSuchKey")) {
        return new S3PrimaryRead(
            S3Headers.date(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Date")),
            Optional.empty(),
            Optional.empty(),
            false,
            InputStream.nullInputStream());
      }
      throw FAILURES.ofRead("GET", key, e);
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("GET", key, e);
    }
  }

  private PrimaryRead opened(ObjectKey key, WireResponse get) {
    try {
      Instant readAt = S3Headers.date(Optional.ofNullable(get.header("Date")));
      Fingerprint fingerprint = S3Headers.fingerprint(get, tagsOfGet(key, get));
      return new S3PrimaryRead(
          readAt,
          Optional.of(object(key, fingerprint, get)),
          ResponseChecksums.of(get),
          ResponseChecksums.etagIsContentDigest(get),
          get.body());
    } catch (RuntimeException e) {
      get.close();
      throw e;
    }
  }

  @Override
  public Optional<PrimaryObject> head(ObjectKey key) {
    try {
      WireResponse head = wire.retried(owned(WireRequest.head(key.value())), answer -> answer);
      tagCounts.head(TagCounts.of(head));
      Fingerprint fingerprint = S3Headers.fingerprint(head, tags(key, TagCounts.of(head)));
      return Optional.of(object(key, fingerprint, head));
    } catch (AwsServiceException e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw FAILURES.ofRead("HEAD", key, e);
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("HEAD", key, e);
    }
  }

  /** S3 names no class for an object of the class STANDARD. */
  private static PrimaryObject object(
      ObjectKey key, Fingerprint fingerprint, WireResponse response) {
    String storageClass =
        Objects.requireNonNullElse(response.header("x-amz-storage-class"), StorageClasses.STANDARD);
    return new PrimaryObject(key, fingerprint, response.date("Last-Modified"), storageClass);
  }

  @Override
  public InputStream range(PrimaryObject object, long from, long length) {
    ObjectKey key = object.key();
    try {
      return wire.open(
              pinned(WireRequest.get(key.value()), object)
                  .header("Range", "bytes=%d-%d".formatted(from, from + length - 1)))
          .body();
    } catch (RuntimeException e) {
      throw ofPinnedRead("GET", key, e);
    }
  }

  @Override
  public OptionalLong partSize(PrimaryObject object, int number) {
    ObjectKey key = object.key();
    try {
      WireResponse part =
          wire.retried(
              pinned(WireRequest.head(key.value()), object).query("partNumber", number),
              answer -> answer);
      OptionalInt expected = object.fingerprint().etag().parts();
      boolean consistent =
          expected.isPresent()
              && part.number("x-amz-mp-parts-count")
                  .equals(Optional.of((long) expected.getAsInt()));
      return consistent ? OptionalLong.of(part.contentLength()) : OptionalLong.empty();
    } catch (RuntimeException e) {
      throw ofPinnedRead("HEAD", key, e);
    }
  }

  private WireRequest owned(WireRequest request) {
    return request.header("x-amz-expected-bucket-owner", owner);
  }

  private WireRequest pinned(WireRequest request, PrimaryObject object) {
    return owned(request).header("If-Match", object.fingerprint().etag().quoted());
  }

  /** The response to a HEAD has no code, but a 404 of an object just read means that it is gone. */
  private static StoreException ofPinnedRead(String operation, ObjectKey key, RuntimeException e) {
    int status = e instanceof AwsServiceException response ? response.statusCode() : 0;
    boolean gone =
        operation.equals("HEAD") ? status == 404 : S3Failures.code(e).equals("NoSuchKey");
    return status == 412 || status == 416 || gone
        ? new StoreException.Moved(
            "The primary's object %s changed while it was read".formatted(key), e)
        : FAILURES.ofRead(operation, key, e);
  }

  private Map<String, String> tagsOfGet(ObjectKey key, WireResponse get) {
    long count = TagCounts.of(get);
    tagCounts.get(count);
    return tagCounts.mayHideTags(get) ? tags(key) : tags(key, count);
  }

  private Map<String, String> tags(ObjectKey key, long count) {
    return count == 0 ? Map.of() : tags(key);
  }

  private Map<String, String> tags(ObjectKey key) {
    return wire.retried(owned(WireRequest.get(key.value())).query("tagging"), Documents::tags);
  }
}
