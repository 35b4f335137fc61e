package dev.understudy.core.s3;

import dev.understudy.core.object.Checksum;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Finds, in an answer to a GET of a whole object, a checksum of its content: one that S3 keeps
 * beside the object, else the ETag where it is an MD5 (S3 API reference, Object: not for multipart
 * objects and not under SSE-KMS).
 */
final class ResponseChecksums {
  /** Makes S3 name what it keeps. As a plain header, as the SDK would else verify it here too. */
  static final String MODE = "x-amz-checksum-mode";

  private static final Pattern MD5_ETAG = Pattern.compile("\"?([0-9a-f]{32})\"?");

  private ResponseChecksums() {}

  static Optional<Checksum> of(SdkHttpResponse answer) {
    boolean ofParts =
        answer
            .firstMatchingHeader("x-amz-checksum-type")
            .filter("COMPOSITE"::equalsIgnoreCase)
            .isPresent();
    return (ofParts ? Optional.<Checksum>empty() : kept(answer)).or(() -> md5(answer));
  }

  /** A value with a dash is one of parts too, by a store that does not tell the type. */
  private static Optional<Checksum> kept(SdkHttpResponse answer) {
    return Stream.of(Checksum.Algorithm.values())
        .filter(algorithm -> algorithm != Checksum.Algorithm.MD5)
        .flatMap(
            algorithm ->
                answer
                    .firstMatchingHeader(algorithm.header())
                    .filter(value -> !value.contains("-"))
                    .map(value -> new Checksum(algorithm, value))
                    .stream())
        .findFirst();
  }

  /** Whether this object's ETag is computed from its content. */
  static boolean areInEtags(SdkHttpResponse answer) {
    return answer
        .firstMatchingHeader("x-amz-server-side-encryption")
        .filter(encryption -> encryption.startsWith("aws:kms"))
        .isEmpty();
  }

  private static Optional<Checksum> md5(SdkHttpResponse answer) {
    return !areInEtags(answer)
        ? Optional.empty()
        : answer
            .firstMatchingHeader("ETag")
            .map(MD5_ETAG::matcher)
            .filter(matcher -> matcher.matches())
            .map(matcher -> HexFormat.of().parseHex(matcher.group(1)))
            .map(md5 -> Base64.getEncoder().encodeToString(md5))
            .map(base64 -> new Checksum(Checksum.Algorithm.MD5, base64));
  }
}
