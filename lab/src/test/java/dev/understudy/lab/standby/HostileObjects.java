package dev.understudy.lab.standby;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.lab.stack.StoreAccess;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** Writes hostile objects to one bucket, and reads them from another as a reader does, by GET. */
record HostileObjects(S3Client s3, String bucket) implements AutoCloseable {
  static final String ETAG = "etag";

  /** An original of one PUT that is copied in parts, and the reverse. */
  static final String LARGE_PUT = "layout/9 MiB in one PUT";

  static final String SMALL_UPLOAD = "layout/6 MiB multipart upload";

  static final String EMPTY_METADATA = "labels/empty metadata";

  static HostileObjects on(StoreAccess store) {
    return new HostileObjects(store.s3(), store.bucket());
  }

  void write(String key) {
    s3.putObject(
        r ->
            r.bucket(bucket)
                .key(key)
                .contentType("text/x-hostile")
                .cacheControl("max-age=60")
                .contentDisposition("inline")
                .contentEncoding("identity")
                .contentLanguage("en")
                .metadata(Map.of("kind", "hostile"))
                .tagging("kind=hostile"),
        RequestBody.fromString("content of " + key.hashCode()));
  }

  void writeEmptyMetadata() {
    s3.putObject(
        r -> r.bucket(bucket).key(EMPTY_METADATA).metadata(Map.of("empty", "", "kind", "hostile")),
        RequestBody.fromString("content"));
  }

  void writeLargePut() {
    s3.putObject(r -> r.bucket(bucket).key(LARGE_PUT), RequestBody.fromBytes(bytes(9)));
  }

  void writeSmallUpload() {
    String id = s3.createMultipartUpload(r -> r.bucket(bucket).key(SMALL_UPLOAD)).uploadId();
    String etag =
        s3.uploadPart(
                r -> r.bucket(bucket).key(SMALL_UPLOAD).uploadId(id).partNumber(1),
                RequestBody.fromBytes(bytes(6)))
            .eTag();
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
    s3.completeMultipartUpload(
        r -> r.bucket(bucket).key(SMALL_UPLOAD).uploadId(id).multipartUpload(m -> m.parts(part)));
  }

  private static byte[] bytes(int mebibytes) {
    byte[] bytes = new byte[mebibytes << 20];
    Arrays.fill(bytes, (byte) mebibytes);
    return bytes;
  }

  void delete(String key) {
    s3.deleteObject(r -> r.bucket(bucket).key(key));
  }

  /** What a reader gets: the content's hash, headers, metadata and tags; empty if absent. */
  Optional<Map<String, String>> read(String key) {
    try {
      ResponseBytes<GetObjectResponse> answer = s3.getObjectAsBytes(r -> r.bucket(bucket).key(key));
      Map<String, String> found = new TreeMap<>(headers(answer.response()));
      found.put("content", String.valueOf(Arrays.hashCode(answer.asByteArrayUnsafe())));
      for (Tag tag : s3.getObjectTagging(r -> r.bucket(bucket).key(key)).tagSet()) {
        found.put("tag " + tag.key(), tag.value());
      }
      return Optional.of(found);
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> headers(GetObjectResponse answer) {
    Map<String, String> found = new TreeMap<>();
    found.put(ETAG, String.valueOf(answer.eTag()));
    found.put("content-type", String.valueOf(answer.contentType()));
    found.put("cache-control", String.valueOf(answer.cacheControl()));
    found.put("content-disposition", String.valueOf(answer.contentDisposition()));
    found.put("content-encoding", String.valueOf(answer.contentEncoding()));
    found.put("content-language", String.valueOf(answer.contentLanguage()));
    answer.metadata().forEach((name, value) -> found.put("metadata " + name, value));
    return found;
  }

  /** Every key of the listing that is not reserved. */
  Set<String> keys() {
    return s3
        .listObjectsV2Paginator(r -> r.bucket(bucket).encodingType(EncodingType.URL))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(key -> ReservedKeys.PREFIXES.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void close() {
    s3.close();
  }
}
