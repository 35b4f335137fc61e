package dev.understudy.core.s3;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.s3.wire.S3Wire;
import dev.understudy.core.s3.wire.WireRequest;
import dev.understudy.core.s3.wire.WireResponse;
import dev.understudy.core.store.Condition;
import dev.understudy.core.store.Listing;
import dev.understudy.core.store.Replica;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.store.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

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

  private final S3Wire wire;
  private final String bucket;
  private final Listing listing;
  private volatile boolean marker;
  private final StandbyEncryption encryption = new StandbyEncryption(System::nanoTime);

  /** Uploads whose ETag has no number of parts, until a part's answer shows that it may. */
  private final Set<String> givenPlainEtag = ConcurrentHashMap.newKeySet();

  private S3Standby(S3Wire wire, String bucket) {
    this.wire = wire;
    this.bucket = bucket;
    this.listing = new S3Listing(wire, null, FAILURES);
  }

  /**
   * Creates a client that connects when it is first used. It retries calls that may be repeated
   * (reads, parts, aborts) as the SDK's standard mode does. Writes that change what readers see are
   * sent once: an abandoned attempt may still land after the next one (aws-sdk-java-v2#6580), and a
   * retry would hide that the first attempt was in doubt.
   *
   * @param calls counts the client's attempts
   */
  public static S3Standby connect(StandbySecret secret, String bucket, CallCounter calls) {
    return connect(secret, bucket, calls, () -> 0);
  }

  /**
   * As above, at a pace.
   *
   * @param pace the nanoseconds to wait before the next attempt, asked once for each
   */
  public static S3Standby connect(
      StandbySecret secret, String bucket, CallCounter calls, LongSupplier pace) {
    return new S3Standby(wire(secret, bucket, calls, pace), bucket);
  }

  static S3Wire wire(StandbySecret secret, String bucket, CallCounter calls, LongSupplier pace) {
    return new S3Wire(
        Region.of(secret.region()),
        Optional.of(secret.endpoint()),
        bucket,
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(secret.accessKey(), secret.secretKey())),
        PemTls.socketFactory(secret.tls()),
        calls::attempt,
        pace);
  }

  /** Closes every connection. Calls in progress throw, also in other threads. */
  @Override
  public void close() {
    wire.close();
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
      ObjectListing page =
          wire.retried(S3Listing.request(prefix).query("delimiter", "/"), ObjectListing::of);
      return Stream.concat(
              page.objects().stream().map(object -> object.key().value()), page.folders().stream())
          .sorted(Comparator.comparing(name -> new ObjectKey(name)))
          .toList();
    } catch (RuntimeException e) {
      throw FAILURES.ofListing(prefix, e);
    }
  }

  @Override
  public Replica head(ObjectKey key) {
    try {
      WireResponse head = wire.retried(WireRequest.head(key.value()), answer -> answer);
      return new Replica.Present(
          S3Headers.fingerprint(head, tags(key, TagCounts.of(head))),
          head.date("Last-Modified"),
          Optional.ofNullable(head.header("x-amz-version-id")));
    } catch (AwsServiceException e) {
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
      content(WireRequest.get(key.value()).header("Range", "bytes=0-0"));
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

  private Map<String, String> tags(ObjectKey key, long count) {
    return count == 0
        ? Map.of()
        : wire.retried(WireRequest.get(key.value()).query("tagging"), Documents::tags);
  }

  @Override
  public Instant timeOf(ObjectKey key, String versionId) {
    try {
      return wire.retried(
              WireRequest.list()
                  .query("versions")
                  .query("prefix", key.value())
                  .query("max-keys", MAX_VERSIONS_SEARCHED)
                  .query("encoding-type", "url"),
              history -> Documents.timeOf(history, key, versionId))
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
    Map<String, String> headers =
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
                encryption(
                    wire.once(
                        on(condition, WireRequest.put(key.value()))
                            .header("Content-Type", OCTETS)
                            .headers(headers)
                            .header("x-amz-tagging", WriteHeaders.tagging(fingerprint.attributes()))
                            .content(content.length, () -> new ByteArrayInputStream(content)),
                        answer -> answer))));
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
    try {
      return wire.retried(
          WireRequest.post(key.value())
              .query("uploads")
              .headers(WriteHeaders.of(attributes).etag(etag).build(marker))
              .header("x-amz-tagging", WriteHeaders.tagging(attributes)),
          answer -> field(answer, "UploadId"));
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
      Map<String, String> headers) {
    try {
      WireResponse stored =
          wire.retried(
              WireRequest.put(key.value())
                  .query("partNumber", number)
                  .query("uploadId", uploadId)
                  .header("Content-Type", OCTETS)
                  .headers(headers)
                  .content(length, source),
              answer -> answer);
      String encrypted = encryption(stored);
      encryption.observe(encrypted);
      requireReadable(key, uploadId, encrypted != null);
      return new Part(number, length, stored.required("ETag"));
    } catch (RuntimeException e) {
      throw FAILURES.ofRead("UPLOAD PART", key, e);
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
          wire.retried(
              WireRequest.put(key.value())
                  .query("partNumber", number)
                  .query("uploadId", uploadId)
                  .header(
                      "x-amz-copy-source",
                      SdkHttpUtils.urlEncode(bucket)
                          + "/"
                          + SdkHttpUtils.urlEncodeIgnoreSlashes(key.value()))
                  .header("x-amz-copy-source-if-match", etag.quoted())
                  .header(
                      "x-amz-copy-source-range", "bytes=%d-%d".formatted(from, from + length - 1)),
              answer -> field(answer, "ETag"));
      return Optional.of(new Part(number, length, stored));
    } catch (RuntimeException e) {
      S3Failures.requireCallFailure(e);
      return Optional.empty();
    }
  }

  @Override
  public WriteResult complete(
      ObjectKey key, String uploadId, List<Part> parts, Condition condition, Instant stamp) {
    return conditional(
        "COMPLETE UPLOAD",
        key,
        condition,
        () ->
            wire.once(
                on(condition, WireRequest.post(key.value()))
                    .query("uploadId", uploadId)
                    .headers(WriteHeaders.none().time(stamp).build(marker))
                    .document(Documents.completion(parts)),
                S3Wire::fields));
  }

  @Override
  public Optional<List<Part>> parts(ObjectKey key, String uploadId) {
    try {
      return Optional.of(Documents.parts(wire, key, uploadId));
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
      return Optional.of(content(WireRequest.get(key.value())));
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
      wire.once(
          WireRequest.get(key.value()).header("Range", "bytes=-1"),
          answer -> answer.body().readAllBytes());
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
      WireResponse get = wire.retried(WireRequest.get(key.value()), answer -> answer);
      return Optional.of(S3Headers.fingerprint(get, Map.of()).attributes());
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
      wire.retried(WireRequest.delete(key.value()).query("uploadId", uploadId), answer -> answer);
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
            wire.once(
                WireRequest.delete(key.value())
                    .header("If-Match", seen.quoted())
                    .headers(WriteHeaders.none().time(stamp).build(marker)),
                answer -> answer));
  }

  /** A 412, a 404 under If-Match and an unknown upload all mean that the condition failed. */
  private static WriteResult conditional(
      String operation, ObjectKey key, Condition condition, Runnable write) {
    try {
      write.run();
      return WriteResult.WRITTEN;
    } catch (AwsServiceException e) {
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

  private static WireRequest on(Condition condition, WireRequest request) {
    return condition instanceof Condition.Matches matches
        ? request.header("If-Match", matches.etag().quoted())
        : request.header("If-None-Match", condition instanceof Condition.Absent ? "*" : null);
  }

  private static @Nullable String encryption(WireResponse written) {
    return written.header("x-amz-server-side-encryption");
  }

  private byte[] content(WireRequest get) {
    return wire.retried(get, answer -> answer.body().readAllBytes());
  }

  /** A field of the response's document. */
  private static String field(WireResponse response, String name) throws IOException {
    return Optional.ofNullable(S3Wire.fields(response).get(name))
        .orElseThrow(() -> new IOException("The response has no element " + name));
  }
}
