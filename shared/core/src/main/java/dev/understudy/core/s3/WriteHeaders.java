package dev.understudy.core.s3;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ETag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The headers of a write to the standby: the object's own, and the two that make MinIO store the
 * primary's time and ETag. MinIO's last commit accepts these two from any user with write
 * permission. Its fork Silo accepts them, since its release of 2026-09-03, only together with the
 * marker, from a user with s3:ReplicateObject and s3:ReplicateDelete (docs/stamps.md).
 */
public final class WriteHeaders {
  /** The time of a version or delete marker, RFC 3339; stored to the millisecond. */
  private static final String SOURCE_TIME = "X-Minio-Source-Mtime";

  /** The ETag. Only for PUT and CreateMultipartUpload; on a part it would set the part's ETag. */
  private static final String SOURCE_ETAG = "X-Minio-Source-Etag";

  /** The marker; the only accepted value is {@code true}. */
  private static final String REPLICATION = "X-Minio-Source-Replication-Request";

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Map<String, String> request = new LinkedHashMap<>();

  private boolean isReplicated;

  private WriteHeaders() {}

  static WriteHeaders none() {
    return new WriteHeaders();
  }

  static WriteHeaders of(Attributes attributes) {
    S3Headers.requireAscii(attributes);
    WriteHeaders headers = none();
    attributes.headers().forEach(headers.request::put);
    attributes
        .metadata()
        .forEach((name, value) -> headers.request.put("x-amz-meta-" + name, value));
    return headers;
  }

  WriteHeaders etag(ETag etag) {
    return replicated(SOURCE_ETAG, etag.value());
  }

  WriteHeaders time(Instant stamp) {
    return replicated(SOURCE_TIME, MILLISECONDS.format(stamp));
  }

  private WriteHeaders replicated(String name, String value) {
    request.put(name, value);
    isReplicated = true;
    return this;
  }

  /** At most one, because MinIO rejects several. */
  WriteHeaders checksum(Optional<Checksum> checksum) {
    checksum.ifPresent(known -> request.put(known.algorithm().header(), known.base64()));
    return this;
  }

  /**
   * @param marker whether a given time or ETag needs the marker on this standby
   */
  Map<String, String> build(boolean marker) {
    if (isReplicated && marker) {
      request.put(REPLICATION, "true");
    }
    return request;
  }

  /** The value of {@code x-amz-tagging}; null without tags. */
  public static @Nullable String tagging(Attributes attributes) {
    return attributes.tags().isEmpty()
        ? null
        : attributes.tags().entrySet().stream()
            .map(
                tag ->
                    SdkHttpUtils.urlEncode(tag.getKey())
                        + "="
                        + SdkHttpUtils.urlEncode(tag.getValue()))
            .collect(Collectors.joining("&"));
  }
}
