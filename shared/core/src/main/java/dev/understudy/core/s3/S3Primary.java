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
 * The primary over S3's protocol. Every call names the bucket's owner where it is configured,
 * against bucket sniping. Over the usual length, as each of the three reads has failures of its
 * own.
 */
public final class S3Primary implements Primary, Listing, AutoCloseable {
  private static final S3Failures FAILURES = new S3Failures("primary");

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
   * Connects when it is first used. Calls are retried as the SDK's standard mode does, as they only
   * read.
   *
   * @param endpoint another S3 than Amazon's, addressed path-style
   * @param owner the account that must own the bucket
   * @param calls counts every attempt
   */
  public static S3Primary connect(
      AwsAccess aws,
      Optional<URI> endpoint,
      String bucket,
      Optional<String> owner,
      CallCounter calls) {
    return new S3Primary(client(aws, endpoint, calls), bucket, owner.orElse(null));
  }

  /** A client of the primary's S3 with its own connections; the caller closes it. */
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

  /** Breaks every connection: calls under way end with an exception, also in other threads. */
  @Override
  public void close() {
    s3.close();
  }

  @Override
  public Page page(Place at, int most) {
    return listing.page(at, most);
  }

  @Override
  public PrimaryRead open(ObjectKey key) {
    try {
      ResponseInputStream<GetObjectResponse> answer =
          s3.getObject(
              r ->
                  r.bucket(bucket)
                      .key(key.value())
                      .expectedBucketOwner(owner)
                      .overrideConfiguration(o -> o.putHeader(ResponseChecksums.MODE, "ENABLED")));
      return opened(key, answer);
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

  private PrimaryRead opened(ObjectKey key, ResponseInputStream<GetObjectResponse> answer) {
    try {
      GetObjectResponse get = answer.response();
      Instant readAt = S3Headers.date(get.sdkHttpResponse());
      PrimaryObject object =
          new PrimaryObject(
              key, S3Headers.fingerprint(get, tagsOfGet(key, get.tagCount())), get.lastModified());
      return new S3PrimaryRead(
          readAt,
          Optional.of(object),
          ResponseChecksums.of(get.sdkHttpResponse()),
          ResponseChecksums.areInEtags(get.sdkHttpResponse()),
          new AbortingStream(answer, get.contentLength()));
    } catch (RuntimeException e) {
      answer.abort();
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
      ResponseInputStream<GetObjectResponse> answer =
          s3.getObject(
              r ->
                  r.bucket(bucket)
                      .key(key.value())
                      .expectedBucketOwner(owner)
                      .ifMatch(object.fingerprint().etag().quoted())
                      .range("bytes=%d-%d".formatted(from, from + length - 1)));
      return new AbortingStream(answer, length);
    } catch (RuntimeException e) {
      throw pinned("GET", key, e);
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
      boolean told =
          part.partsCount() != null
              && expected.isPresent()
              && part.partsCount() == expected.getAsInt();
      return told ? OptionalLong.of(part.contentLength()) : OptionalLong.empty();
    } catch (RuntimeException e) {
      throw pinned("HEAD", key, e);
    }
  }

  /** A HEAD's answer has no code: of an object that was just seen, a 404 says that it is gone. */
  private static StoreException pinned(String operation, ObjectKey key, RuntimeException e) {
    int status = e instanceof S3Exception answer ? answer.statusCode() : 0;
    boolean gone =
        operation.equals("HEAD") ? status == 404 : S3Failures.code(e).equals("NoSuchKey");
    return status == 412 || status == 416 || gone
        ? new StoreException.Moved("The primary's %s changed while it was read".formatted(key), e)
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
