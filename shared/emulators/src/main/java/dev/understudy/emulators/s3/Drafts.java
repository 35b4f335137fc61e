package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers, metadata and tags of a new object from a request, and checks the limits of the
 * store.
 */
final class Drafts {
  /** The system headers of an object. */
  static final List<String> HEADERS =
      List.of(
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-type",
          "expires");

  private static final int MAX_METADATA = 2048;
  private static final int MAX_MINIO_HEADERS = 8192;
  private static final int MAX_TAGS = 10;

  /** The characters that MinIO allows in names and values of tags (minio-go, pkg/tags). */
  private static final Pattern MINIO_TAGS = Pattern.compile("[a-zA-Z0-9+\\-._:/@ =]*");

  private static final String META = "x-amz-meta-";
  private static final Set<String> MINIO_STORAGE_CLASSES =
      Set.of("", "STANDARD", "REDUCED_REDUNDANCY");

  private final Quirks quirks;

  Drafts(Quirks quirks) {
    this.quirks = quirks;
  }

  /**
   * Reads headers, metadata and tags.
   *
   * @throws S3Error if the store refuses them
   */
  Upload.Draft of(Call call) {
    if (quirks.limitsValues()) {
      requireMinioTakes(call);
    }
    return new Upload.Draft(
        headers(call), metadata(call), tags(call.header("x-amz-tagging").orElse("")));
  }

  private void requireMinioTakes(Call call) {
    Map<String, String> all = call.headersAfter("");
    all.remove("host");
    if (size(all) > MAX_MINIO_HEADERS) {
      throw metadataTooLarge();
    }
    if (!MINIO_STORAGE_CLASSES.contains(call.header("x-amz-storage-class").orElse(""))) {
      throw new S3Error(400, "InvalidStorageClass", "Invalid storage class.");
    }
    if (call.header("x-amz-server-side-encryption").isPresent()) {
      throw S3Error.notImplemented("encryption without a key server");
    }
  }

  private Map<String, String> headers(Call call) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : HEADERS) {
      call.header(name).map(String::strip).ifPresent(value -> headers.put(name, value));
    }
    headers.putIfAbsent("content-type", "binary/octet-stream");
    if (!quirks.limitsValues()) {
      call.header(ObjectData.STORAGE_CLASS)
          .filter(name -> !name.equals(ObjectData.STANDARD))
          .ifPresent(name -> headers.put(ObjectData.STORAGE_CLASS, name));
    }
    if (quirks.rewritesHeaders()) {
      MinioHeaders.rewrite(call.key(), headers);
    } else if (!quirks.keepsAwsChunked()) {
      headers.computeIfPresent("content-encoding", (name, value) -> withoutChunking(value));
    }
    return headers;
  }

  private static @Nullable String withoutChunking(String encodings) {
    String left =
        Arrays.stream(encodings.split(","))
            .map(String::strip)
            .filter(e -> !e.equals("aws-chunked"))
            .collect(Collectors.joining(","));
    return left.isEmpty() ? null : left;
  }

  private Map<String, String> metadata(Call call) {
    Map<String, String> metadata = call.headersAfter(META);
    int prefixes = quirks.countsMetadataPrefix() ? META.length() * metadata.size() : 0;
    if (size(metadata) + prefixes > MAX_METADATA) {
      throw metadataTooLarge();
    }
    if (quirks.rewritesHeaders()) {
      metadata.keySet().removeAll(MinioHeaders.HIDDEN_METADATA);
    }
    return metadata;
  }

  /** The bytes of names and values. */
  private static int size(Map<String, String> headers) {
    return headers.entrySet().stream()
        .mapToInt(e -> e.getKey().getBytes(UTF_8).length + e.getValue().getBytes(UTF_8).length)
        .sum();
  }

  private static S3Error metadataTooLarge() {
    return new S3Error(
        400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
  }

  /** Parses tags in the form of a query. */
  Map<String, String> tags(String header) {
    try {
      return checkedTags(Uris.parameters(header));
    } catch (CharacterCodingException e) {
      throw invalidTag("The header 'x-amz-tagging' shall be encoded as UTF-8");
    }
  }

  /**
   * The same tags.
   *
   * @throws S3Error if the store refuses them
   */
  Map<String, String> checkedTags(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw new S3Error(400, "BadRequest", "Object tags cannot be greater than 10");
    }
    tags.forEach(
        (name, value) -> {
          boolean allowed =
              MINIO_TAGS.matcher(name).matches() && MINIO_TAGS.matcher(value).matches();
          if (name.isEmpty()
              || name.length() > 128
              || value.length() > 256
              || (quirks.limitsValues() && !allowed)) {
            throw invalidTag("The TagKey or TagValue you have provided is invalid");
          }
        });
    return tags;
  }

  /**
   * The time that the request gives the version.
   *
   * @throws S3Error if it is not a time
   */
  Optional<Instant> givenTime(Call call) {
    Optional<String> header =
        quirks.ordersByGivenTime() ? call.header(MinioHeaders.SOURCE_TIME) : Optional.empty();
    return header.map(
        text ->
            Times.parseRfc3339(text.strip())
                .map(time -> time.truncatedTo(java.time.temporal.ChronoUnit.MILLIS))
                .orElseThrow(() -> S3Error.invalidArgument("Invalid " + MinioHeaders.SOURCE_TIME)));
  }

  /** The ETag that the request gives the object. */
  Optional<String> givenEtag(Call call) {
    return quirks.keepsGivenEtag() ? call.header(MinioHeaders.SOURCE_ETAG) : Optional.empty();
  }

  /** A metadata value as S3 returns it: encoded by RFC 2047 if it is not ASCII. */
  static String returned(String value) {
    return US_ASCII.newEncoder().canEncode(value)
        ? value
        : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(value.getBytes(UTF_8)) + "?=";
  }

  private static S3Error invalidTag(String message) {
    return new S3Error(400, "InvalidTag", message);
  }
}
