package dev.understudy.core.s3;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The standby over the S3 protocol, with the two headers that make MinIO store the primary's time
 * and ETag (docs/stamps.md).
 */
public final class S3Standby implements Standby, Listing, AutoCloseable {
  /** For objects without a Content-Type. A replica's own is set with its other headers. */
  private static final String OCTETS = Attributes.DEFAULT_CONTENT_TYPE;

  /** The number of versions to search for one that was just the newest. */
  private static final int MAX_VERSIONS_SEARCHED = 20;

  private static final Set<String> NOTHING_TO_READ = Set.of("NoSuchKey", "InvalidRange");

  private static final S3Failures FAILURES = S3Failures.ofStandby();

  private final StandbyClients clients;
  private final S3Client reads;
  private final S3Client writes;
  private final String bucket;
  private final Listing listing;
  private volatile boolean marker;
  private final StandbyEncryption encryption = new StandbyEncryption(System::nanoTime);

  /** Uploads whose ETag has no number of parts, until a part's answer shows that it may. */
  private final Set<String> givenPlainEtag = ConcurrentHashMap.newKeySet();

  private S3Standby(StandbyClients clients, String bucket) {
    this.clients = clients;
    this.reads = clients.reads();
    this.writes = clients.writes();
    this.bucket = bucket;
    this.listing = new S3Listing(reads, bucket, null, FAILURES);
  }

  /**
   * Creates a client that connects when it is first used.
   *
   * @param calls counts the client's attempts
   */
  public static S3Standby connect(StandbySecret secret, String bucket, CallCounter calls) {
    return new S3Standby(new StandbyClients(secret, calls), bucket);
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    clients.close();
  }

  @Override
  public void sendMarker(boolean send) {
    marker = send;
  }

  @Override
  public Page page(Place at, int limit) {
    return listing.page(at, limit);
  }

  /**
   * The keys and folders directly under a prefix, in listing order. Names of folders end with a
   * slash. Returns at most {@value Listing#MAX_KEYS}.
   *
   * @param prefix empty, or a folder's name
   * @throws StoreException.Unavailable if the page could not be read completely
   */
  public List<String> children(String prefix) {
    try {
      ListObjectsV2Response response =
          reads.listObjectsV2(
              r -> r.bucket(bucket).prefix(prefix).delimiter("/").encodingType("url"));
      return Stream.concat(
              response.contents().stream().map(S3Object::key),
              response.commonPrefixes().stream().map(CommonPrefix::prefix))
          .sorted(Comparator.comparing(name -> new ObjectKey(name)))
          .toList();
    } catch (RuntimeException e) {
      throw FAILURES.ofListing(prefix, e);
    }
  }

  @Override
  public Replica head(ObjectKey key) {
    try {
      HeadObjectResponse head = reads.headObject(r -> r.bucket(bucket).key(key.value()));
      return new Replica.Present(
          S3Headers.fingerprint(head, tags(key, head.tagCount())),
          head.lastModified(),
          Optional.ofNullable(head.versionId()));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return absentOrMarker(key, e.awsErrorDetails().sdkHttpResponse());
      }
      throw FAILURES.ofRead("HEAD", key, e);
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("HEAD", key, e);
    }
  }

  /**
   * A HEAD has no body, so its 404 alone may mean a missing key, bucket or access key, or may be a
   * proxy's. MinIO names the error in a header. The GET of any other store must say NoSuchKey: a
   * deletion would otherwise be acknowledged while readers still see the object.
   */
  private Replica absentOrMarker(ObjectKey key, SdkHttpResponse response) {
    boolean marker =
        response.firstMatchingHeader("x-amz-delete-marker").filter("true"::equals).isPresent();
    Optional<String> version = response.firstMatchingHeader("x-amz-version-id");
    if (marker && version.isPresent()) {
      return new Replica.Marker(version.get());
    }
    if (!response.firstMatchingHeader("x-minio-error-code").equals(Optional.of("NoSuchKey"))) {
      requireNoSuchKey(key);
    }
    return new Replica.Absent();
  }

  private void requireNoSuchKey(ObjectKey key) {
    try {
      reads.getObject(
          r -> r.bucket(bucket).key(key.value()).range("bytes=0-0"), ResponseTransformer.toBytes());
    } catch (RuntimeException e) {
      if (S3Failures.code(e).equals("NoSuchKey")) {
        return;
      }
      throw FAILURES.ofRead("GET", key, e);
    }
    throw new StoreException.Unavailable(
        "The standby answered a HEAD of %s with 404 and a GET with an object".formatted(key),
        false,
        null);
  }

  private List<Tag> tags(ObjectKey key, @Nullable Integer count) {
    if (count == null || count == 0) {
      return List.of();
    }
    return reads.getObjectTagging(r -> r.bucket(bucket).key(key.value())).tagSet();
  }

  @Override
  public Instant timeOf(ObjectKey key, String versionId) {
    try {
      ListObjectVersionsResponse history =
          reads.listObjectVersions(
              r ->
                  r.bucket(bucket)
                      .prefix(key.value())
                      .maxKeys(MAX_VERSIONS_SEARCHED)
                      .encodingType("url"));
      return Stream.concat(
              history.versions().stream()
                  .filter(v -> v.key().equals(key.value()) && v.versionId().equals(versionId))
                  .map(v -> v.lastModified()),
              history.deleteMarkers().stream()
                  .filter(m -> m.key().equals(key.value()) && m.versionId().equals(versionId))
                  .map(m -> m.lastModified()))
          .findFirst()
          .orElseThrow(
              () ->
                  new StoreException.Unavailable(
                      "The standby no longer lists version %s of %s".formatted(versionId, key),
                      false,
                      null));
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("LIST", key, e);
    }
  }

  @Override
  public WriteResult put(
      ObjectKey key,
      byte[] content,
      Optional<Checksum> checksum,
      Fingerprint fingerprint,
      Condition condition,
      Instant stamp) {
    if (encryption.mayCut(key, fingerprint.etag())) {
      return putAsUpload(key, content, checksum, fingerprint, condition, stamp);
    }
    AwsRequestOverrideConfiguration headers =
        WriteHeaders.of(fingerprint.attributes())
            .etag(fingerprint.etag())
            .time(stamp)
            .checksum(checksum)
            .build(marker);
    return conditional(
        "PUT",
        key,
        condition,
        () ->
            encryption.observe(
                writes
                    .putObject(
                        r ->
                            r.bucket(bucket)
                                .key(key.value())
                                .contentLength((long) content.length)
                                .tagging(WriteHeaders.tagging(fingerprint.attributes()))
                                .ifMatch(ifMatch(condition))
                                .ifNoneMatch(ifNoneMatch(condition))
                                .overrideConfiguration(headers),
                        RequestBody.fromContentProvider(
                            () -> new ByteArrayInputStream(content), content.length, OCTETS))
                    .serverSideEncryption()));
  }

  private WriteResult putAsUpload(
      ObjectKey key,
      byte[] content,
      Optional<Checksum> checksum,
      Fingerprint fingerprint,
      Condition condition,
      Instant stamp) {
    String upload = createUpload(key, fingerprint);
    try {
      Part part =
          uploadPart(
              key,
              upload,
              1,
              content.length,
              () -> new ByteArrayInputStream(content),
              WriteHeaders.none().checksum(checksum).build(marker));
      WriteResult result = complete(key, upload, List.of(part), condition, stamp);
      if (result == WriteResult.CONDITION_FAILED) {
        abort(key, upload);
      }
      return result;
    } catch (RuntimeException e) {
      abortAfter(e, key, upload);
      throw e;
    }
  }

  private void abortAfter(RuntimeException failure, ObjectKey key, String upload) {
    try {
      abort(key, upload);
    } catch (RuntimeException e) {
      // The first failure decides the outcome.
      failure.addSuppressed(e);
    }
  }

  @Override
  public String createUpload(ObjectKey key, Fingerprint fingerprint) {
    ETag given = etagOfUpload(fingerprint.etag());
    String upload = createUpload(key, given, fingerprint.attributes());
    if (!given.isMultipart()) {
      givenPlainEtag.add(upload);
    }
    return upload;
  }

  private ETag etagOfUpload(ETag original) {
    if (original.isMultipart()) {
      return original;
    }
    if (!encryption.isKnown()) {
      observeEncryption();
    }
    return encryption.isOn() ? original.asUpload() : original;
  }

  /**
   * The answer to a part names the encryption; the answer to the creation of an upload does not.
   */
  private void observeEncryption() {
    ObjectKey key = ReservedKeys.STANDBY_CHECK;
    byte[] content = {1};
    String upload = createUpload(key, ETag.md5(content).asUpload(), Attributes.NONE);
    try {
      var unused =
          uploadPart(key, upload, 1, content.length, () -> new ByteArrayInputStream(content));
    } finally {
      abort(key, upload);
    }
  }

  private String createUpload(ObjectKey key, ETag etag, Attributes attributes) {
    AwsRequestOverrideConfiguration headers = WriteHeaders.of(attributes).etag(etag).build(marker);
    try {
      return reads
          .createMultipartUpload(
              r ->
                  r.bucket(bucket)
                      .key(key.value())
                      .tagging(WriteHeaders.tagging(attributes))
                      .overrideConfiguration(headers))
          .uploadId();
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("CREATE UPLOAD", key, e);
    }
  }

  @Override
  public Part uploadPart(
      ObjectKey key, String uploadId, int number, long length, Supplier<InputStream> source) {
    return uploadPart(key, uploadId, number, length, source, WriteHeaders.none().build(marker));
  }

  private Part uploadPart(
      ObjectKey key,
      String uploadId,
      int number,
      long length,
      Supplier<InputStream> source,
      AwsRequestOverrideConfiguration headers) {
    try (ReopeningStreams bytes = new ReopeningStreams(source)) {
      try {
        UploadPartResponse stored =
            reads.uploadPart(
                r ->
                    r.bucket(bucket)
                        .key(key.value())
                        .uploadId(uploadId)
                        .partNumber(number)
                        .contentLength(length)
                        .overrideConfiguration(headers),
                RequestBody.fromContentProvider(bytes, length, OCTETS));
        encryption.observe(stored.serverSideEncryption());
        requireReadable(key, uploadId, stored.serverSideEncryption() != null);
        return new Part(number, length, stored.eTag());
      } catch (RuntimeException e) {
        throw bytes.failure().orElseGet(() -> FAILURES.ofRead("UPLOAD PART", key, e));
      }
    }
  }

  /**
   * @throws StoreException.Moved if the bucket began to encrypt before the upload was created, and
   *     the upload has an ETag with which MinIO could not decrypt the object
   */
  private void requireReadable(ObjectKey key, String uploadId, boolean isEncrypted) {
    if (isEncrypted && givenPlainEtag.contains(uploadId)) {
      throw new StoreException.Moved(
          "The standby has begun to encrypt its objects, so the copy of %s begins anew"
              .formatted(key),
          null);
    }
    givenPlainEtag.remove(uploadId);
  }

  /** Any failure is a reason to send the bytes, which then fails with the cause if it persists. */
  @Override
  public Optional<Part> copyPart(
      ObjectKey key, String uploadId, int number, long from, long length, ETag etag) {
    try {
      String stored =
          reads
              .uploadPartCopy(
                  r ->
                      r.sourceBucket(bucket)
                          .sourceKey(key.value())
                          .copySourceIfMatch(etag.quoted())
                          .copySourceRange("bytes=%d-%d".formatted(from, from + length - 1))
                          .destinationBucket(bucket)
                          .destinationKey(key.value())
                          .uploadId(uploadId)
                          .partNumber(number))
              .copyPartResult()
              .eTag();
      return Optional.of(new Part(number, length, stored));
    } catch (RuntimeException e) {
      S3Failures.requireCallFailure(e);
      return Optional.empty();
    }
  }

  @Override
  public WriteResult complete(
      ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp) {
    List<CompletedPart> completed =
        parts.stream()
            .map(p -> CompletedPart.builder().partNumber(p.number()).eTag(p.etag()).build())
            .toList();
    return conditional(
        "COMPLETE UPLOAD",
        key,
        condition,
        () ->
            writes.completeMultipartUpload(
                r ->
                    r.bucket(bucket)
                        .key(key.value())
                        .uploadId(uploadId)
                        .multipartUpload(u -> u.parts(completed))
                        .ifMatch(ifMatch(condition))
                        .ifNoneMatch(ifNoneMatch(condition))
                        .overrideConfiguration(WriteHeaders.none().time(stamp).build(marker))));
  }

  @Override
  public Optional<List<Part>> parts(ObjectKey key, String uploadId) {
    try {
      return Optional.of(
          reads
              .listPartsPaginator(r -> r.bucket(bucket).key(key.value()).uploadId(uploadId))
              .parts()
              .stream()
              .map(part -> new Part(part.partNumber(), part.size(), part.eTag()))
              .toList());
    } catch (RuntimeException e) {
      if (S3Failures.code(e).equals("NoSuchUpload")) {
        return Optional.empty();
      }
      throw FAILURES.ofRead("LIST PARTS", key, e);
    }
  }

  @Override
  public Optional<byte[]> read(ObjectKey key) {
    try {
      return Optional.of(
          reads.getObjectAsBytes(r -> r.bucket(bucket).key(key.value())).asByteArray());
    } catch (RuntimeException e) {
      if (S3Failures.code(e).equals("NoSuchKey")) {
        return Optional.empty();
      }
      throw FAILURES.ofRead("GET", key, e);
    }
  }

  /** Sent once: MinIO's answer for damaged files has Retry-After: 60, and the SDK would wait. */
  @Override
  public boolean isReadable(ObjectKey key) {
    try {
      var unused =
          writes.getObjectAsBytes(r -> r.bucket(bucket).key(key.value()).range("bytes=-1"));
      return true;
    } catch (RuntimeException e) {
      if (S3Failures.isDamaged(e)) {
        return false;
      }
      if (NOTHING_TO_READ.contains(S3Failures.code(e))) {
        return true;
      }
      throw FAILURES.ofRead("GET", key, e);
    }
  }

  @Override
  public Optional<Attributes> readAttributes(ObjectKey key) {
    try {
      GetObjectResponse get =
          reads.getObjectAsBytes(r -> r.bucket(bucket).key(key.value())).response();
      return Optional.of(S3Headers.fingerprint(get, List.of()).attributes());
    } catch (RuntimeException e) {
      if (S3Failures.code(e).equals("NoSuchKey")) {
        return Optional.empty();
      }
      throw FAILURES.ofRead("GET", key, e);
    }
  }

  @Override
  public void abort(ObjectKey key, String uploadId) {
    givenPlainEtag.remove(uploadId);
    try {
      reads.abortMultipartUpload(r -> r.bucket(bucket).key(key.value()).uploadId(uploadId));
    } catch (RuntimeException e) {
      if (!S3Failures.code(e).equals("NoSuchUpload")) {
        throw FAILURES.ofRead("ABORT UPLOAD", key, e);
      }
    }
  }

  @Override
  public WriteResult delete(ObjectKey key, ETag seen, Instant stamp) {
    return conditional(
        "DELETE",
        key,
        new Condition.Matches(seen),
        () ->
            writes.deleteObject(
                r ->
                    r.bucket(bucket)
                        .key(key.value())
                        .ifMatch(seen.quoted())
                        .overrideConfiguration(WriteHeaders.none().time(stamp).build(marker))));
  }

  /** A 412, a 404 under If-Match and an unknown upload all mean that the condition failed. */
  private static WriteResult conditional(
      String operation, ObjectKey key, Condition condition, Runnable write) {
    try {
      write.run();
      return WriteResult.WRITTEN;
    } catch (S3Exception e) {
      String code = S3Failures.code(e);
      boolean vanished = code.equals("NoSuchKey") && condition instanceof Condition.Matches;
      if (e.statusCode() == 412 || vanished || code.equals("NoSuchUpload")) {
        return WriteResult.CONDITION_FAILED;
      }
      throw FAILURES.ofWrite(operation, key, e);
    } catch (RuntimeException e) {
      throw FAILURES.ofWrite(operation, key, e);
    }
  }

  private static @Nullable String ifMatch(Condition condition) {
    return condition instanceof Condition.Matches matches ? matches.etag().quoted() : null;
  }

  private static @Nullable String ifNoneMatch(Condition condition) {
    return condition instanceof Condition.Absent ? "*" : null;
  }
}
