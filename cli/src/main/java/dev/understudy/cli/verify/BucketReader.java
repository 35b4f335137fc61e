package dev.understudy.cli.verify;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads one bucket. Safe for several threads.
 *
 * @param client closed by the caller
 * @param owner the account that must own the bucket, if one is configured
 */
public record BucketReader(S3Client client, String bucket, Optional<String> owner) {
  private static final int CHUNK = 64 << 10;

  /** All keys with this prefix that follow a key, in UTF-8 order; one listing page in memory. */
  Iterator<S3Object> list(String prefix, Optional<String> after) {
    return client
        .listObjectsV2Paginator(
            request -> {
              request.bucket(bucket).prefix(prefix).expectedBucketOwner(owner.orElse(null));
              after.ifPresent(request::startAfter);
            })
        .contents()
        .iterator();
  }

  /** Size, headers, user metadata and tags by name; empty if the object does not exist. */
  Optional<Map<String, String>> attributes(String key) {
    try {
      HeadObjectResponse head =
          client.headObject(
              request -> request.bucket(bucket).key(key).expectedBucketOwner(owner.orElse(null)));
      Map<String, String> attributes = headers(head);
      head.metadata().forEach((name, value) -> attributes.put("metadata " + lower(name), value));
      client
          .getObjectTagging(
              request -> request.bucket(bucket).key(key).expectedBucketOwner(owner.orElse(null)))
          .tagSet()
          .forEach(tag -> attributes.put("tag " + tag.key(), tag.value()));
      return Optional.of(attributes);
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> headers(HeadObjectResponse head) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("size", String.valueOf(head.contentLength()));
    put(headers, "etag", head.eTag());
    put(headers, "content-type", head.contentType());
    put(headers, "content-encoding", head.contentEncoding());
    put(headers, "content-disposition", head.contentDisposition());
    put(headers, "content-language", head.contentLanguage());
    put(headers, "cache-control", head.cacheControl());
    put(headers, "expires", head.expiresString());
    return headers;
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      headers.put(name, value);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * The SHA-256 of the object's bytes; empty if the object does not exist.
   *
   * @param limit bounds how fast they are read
   */
  Optional<String> sha256(String key, RateLimit limit) throws IOException, InterruptedException {
    try (InputStream body =
        client.getObject(
            request -> request.bucket(bucket).key(key).expectedBucketOwner(owner.orElse(null)))) {
      MessageDigest digest = sha256();
      byte[] chunk = new byte[CHUNK];
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        digest.update(chunk, 0, read);
        limit.read(read);
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** The content of a small object; empty if it does not exist. */
  Optional<String> text(String key) {
    try {
      return Optional.of(
          client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
