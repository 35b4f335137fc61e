package dev.understudy.core.s3;

import dev.understudy.core.object.Checksum;
import dev.understudy.core.s3.wire.WireResponse;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds a checksum of the content in the response to a GET of a whole object: a checksum that S3
 * stores with the object, or else the ETag if it is an MD5 digest. For multipart objects and under
 * SSE-KMS it is not (S3 API reference, Object).
 */
final class ResponseChecksums {
  /** Requests the stored checksum. */
  static final String MODE = "x-amz-checksum-mode";

  private static final Pattern MD5_ETAG = Pattern.compile("\"?([0-9a-f]{32})\"?");

  private ResponseChecksums() {}

  static Optional<Checksum> of(WireResponse response) {
    boolean composite =
        Optional.ofNullable(response.header("x-amz-checksum-type"))
            .filter("COMPOSITE"::equalsIgnoreCase)
            .isPresent();
    return (composite ? Optional.<Checksum>empty() : stored(response)).or(() -> md5(response));
  }

  /** A value with a dash is composite too, from a store that omits the type. */
  private static Optional<Checksum> stored(WireResponse response) {
    for (Checksum.Algorithm algorithm : Checksum.Algorithm.values()) {
      String value = response.header(algorithm.header());
      if (algorithm != Checksum.Algorithm.MD5 && value != null && !value.contains("-")) {
        return Optional.of(new Checksum(algorithm, value));
      }
    }
    return Optional.empty();
  }

  /** Whether the object's ETag is computed from its content. */
  static boolean etagIsContentDigest(WireResponse response) {
    return Optional.ofNullable(response.header("x-amz-server-side-encryption"))
        .filter(encryption -> encryption.startsWith("aws:kms"))
        .isEmpty();
  }

  private static Optional<Checksum> md5(WireResponse response) {
    return !etagIsContentDigest(response)
        ? Optional.empty()
        : Optional.ofNullable(response.header("ETag"))
            .map(MD5_ETAG::matcher)
            .filter(matcher -> matcher.matches())
            .map(matcher -> HexFormat.of().parseHex(matcher.group(1)))
            .map(md5 -> Base64.getEncoder().encodeToString(md5))
            .map(base64 -> new Checksum(Checksum.Algorithm.MD5, base64));
  }
}
