package dev.understudy.core.s3;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The primary over the S3 protocol. Every call names the bucket's expected owner, if configured, to
 * prevent bucket sniping.
 */
public final class S3Primary implements Primary, Listing, AutoCloseable {
  private static final S3Failures FAILURES = S3Failures.ofPrimary();

  private final S3Client s3;
  private final String bucket;
  private final @Nullable String owner;
  private final Listing listing;

  private final TagCounts tagCounts = new TagCounts();

  private S3Primary(S3Client s3, String bucket, @Nullable String owner) {
    this.s3 = s3;
    this.bucket = bucket;
    this.owner = owner;
    this.listing = new S3Listing(s3, bucket, owner, FAILURES);
  }

  /**
   * Creates a client that connects when it is first used. Calls only read, so the SDK's standard
   * mode retries them.
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
    return new S3Primary(client(aws, endpoint, calls), bucket, owner.orElse(null));
  }

  /** An S3 client with its own connections; the caller closes it. */
  static S3Client client(AwsAccess aws, Optional<URI> endpoint, CallCounter calls) {
    var builder =
        S3Client.builder()
            .httpClientBuilder(HttpClients.builder(TlsMaterial.NONE))
            .region(aws.region())
            .credentialsProvider(aws.credentials())
            .endpointProvider(new CachedEndpoints())
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                o ->
                    o.retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                        .addExecutionInterceptor(calls));
    endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    return builder.build();
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    s3.close();
  }

  @Override
  public Page page(Place at, int limit) {
    return listing.page(at, limit);
  }

  @Override
  public PrimaryRead open(ObjectKey key) {
    try {
      ResponseInputStream<GetObjectResponse> response =
          s3.getObject(
              r ->
                  r.bucket(bucket)
                      .key(key.value())
                      .expectedBucketOwner(owner)
                      .overrideConfiguration(o -> o.putHeader(ResponseChecksums.MODE, "ENABLED")));
      return opened(key, response);
    } catch (S3Exception e) {
      if (S3Failures.code(e).equals("NoSuchKey")) {
        return new S3PrimaryRead(
            S3Headers.date(e.awsErrorDetails().sdkHttpResponse()),
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

  private PrimaryRead opened(ObjectKey key, ResponseInputStream<GetObjectResponse> response) {
    try {
      GetObjectResponse get = response.response();
      Instant readAt = S3Headers.date(get.sdkHttpResponse());
      PrimaryObject object =
          new PrimaryObject(
              key, S3Headers.fingerprint(get, tagsOfGet(key, get.tagCount())), get.lastModified());
      return new S3PrimaryRead(
          readAt,
          Optional.of(object),
          ResponseChecksums.of(get.sdkHttpResponse()),
          ResponseChecksums.etagIsContentDigest(get.sdkHttpResponse()),
          new AbortingStream(response, get.contentLength()));
    } catch (RuntimeException e) {
      response.abort();
      throw e;
    }
  }

  @Override
  public Optional<PrimaryObject> head(ObjectKey key) {
    try {
      HeadObjectResponse head =
          s3.headObject(r -> r.bucket(bucket).key(key.value()).expectedBucketOwner(owner));
      tagCounts.head(head.tagCount());
      List<Tag> tags = tags(key, head.tagCount());
      return Optional.of(
          new PrimaryObject(key, S3Headers.fingerprint(head, tags), head.lastModified()));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw FAILURES.ofRead("HEAD", key, e);
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("HEAD", key, e);
    }
  }

  @Override
  public InputStream range(PrimaryObject object, long from, long length) {
    ObjectKey key = object.key();
    try {
      ResponseInputStream<GetObjectResponse> response =
          s3.getObject(
              r ->
                  r.bucket(bucket)
                      .key(key.value())
                      .expectedBucketOwner(owner)
                      .ifMatch(object.fingerprint().etag().quoted())
                      .range("bytes=%d-%d".formatted(from, from + length - 1)));
      return new AbortingStream(response, length);
    } catch (RuntimeException e) {
      throw ofPinnedRead("GET", key, e);
    }
  }

  @Override
  public OptionalLong partSize(PrimaryObject object, int number) {
    ObjectKey key = object.key();
    try {
      HeadObjectResponse part =
          s3.headObject(
              r ->
                  r.bucket(bucket)
                      .key(key.value())
                      .expectedBucketOwner(owner)
                      .ifMatch(object.fingerprint().etag().quoted())
                      .partNumber(number));
      OptionalInt expected = object.fingerprint().etag().parts();
      boolean consistent =
          part.partsCount() != null
              && expected.isPresent()
              && part.partsCount() == expected.getAsInt();
      return consistent ? OptionalLong.of(part.contentLength()) : OptionalLong.empty();
    } catch (RuntimeException e) {
      throw ofPinnedRead("HEAD", key, e);
    }
  }

  /** The response to a HEAD has no code, but a 404 of an object just read means that it is gone. */
  private static StoreException ofPinnedRead(String operation, ObjectKey key, RuntimeException e) {
    int status = e instanceof S3Exception response ? response.statusCode() : 0;
    boolean gone =
        operation.equals("HEAD") ? status == 404 : S3Failures.code(e).equals("NoSuchKey");
    return status == 412 || status == 416 || gone
        ? new StoreException.Moved(
            "The primary's object %s changed while it was read".formatted(key), e)
        : FAILURES.ofRead(operation, key, e);
  }

  private List<Tag> tagsOfGet(ObjectKey key, @Nullable Integer count) {
    tagCounts.get(count);
    return tagCounts.getMayHideTags() ? tags(key) : tags(key, count);
  }

  private List<Tag> tags(ObjectKey key, @Nullable Integer count) {
    return count == null || count == 0 ? List.of() : tags(key);
  }

  private List<Tag> tags(ObjectKey key) {
    return s3.getObjectTagging(r -> r.bucket(bucket).key(key.value()).expectedBucketOwner(owner))
        .tagSet();
  }
}
