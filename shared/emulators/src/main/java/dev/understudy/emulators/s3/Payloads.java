package dev.understudy.emulators.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Receives the body of an object or a part, and verifies its length, digests and checksums. */
final class Payloads {
  private static final String CHECKSUM = "x-amz-checksum-";

  private final BodyStore bodies;
  private final Quirks quirks;

  Payloads(BodyStore bodies, Quirks quirks) {
    this.bodies = bodies;
    this.quirks = quirks;
  }

  /**
   * A body as it was received.
   *
   * @param checksums the verified checksums, or the one that S3 adds
   */
  record Received(Body body, String md5Hex, Map<String, String> checksums) {}

  /**
   * Reads the request's body. The caller releases it.
   *
   * @throws S3Error if the body does not match the request; then nothing is stored
   */
  Received receive(Call call, Optional<Authentication.Signed> signed) throws IOException {
    String mode = signed.map(Authentication.Signed::payload).orElse("UNSIGNED-PAYLOAD");
    boolean streaming = mode.startsWith("STREAMING-");
    Set<String> announced = announced(call);
    Hashes hashes = new Hashes(!streaming && !mode.equals("UNSIGNED-PAYLOAD"), wanted(announced));
    long length = length(call, streaming);
    InputStream raw = call.rawBody();
    Optional<ChunkedBody> chunked =
        streaming
            ? Optional.of(
                new ChunkedBody(raw, signed, mode.contains("HMAC"), mode.endsWith("-TRAILER")))
            : Optional.empty();
    Body body = bodies.read(chunked.isPresent() ? chunked.get() : raw, hashes);
    try {
      if (body.size() != length) {
        throw new S3Error(
            400,
            "IncompleteBody",
            "You did not provide the number of bytes specified by Content-Length");
      }
      Hashes.Result result = hashes.result();
      verifyDigests(call, mode, result);
      Map<String, String> sent = sent(call, chunked);
      verifyChecksums(announced, sent, result.checksums());
      return new Received(body, result.md5Hex(), announced.isEmpty() ? added(result) : sent);
    } catch (RuntimeException e) {
      body.release();
      throw e;
    }
  }

  private static long length(Call call, boolean streaming) {
    String text =
        (streaming ? call.header("x-amz-decoded-content-length") : call.header("Content-Length"))
            .orElseThrow(
                () ->
                    new S3Error(
                        411,
                        "MissingContentLength",
                        "You must provide the Content-Length header."));
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw S3Error.invalidArgument("Invalid length: " + text);
    }
  }

  /** The algorithms of the checksums in the headers, or announced for the trailer. */
  private static Set<String> announced(Call call) {
    Set<String> names = new LinkedHashSet<>();
    for (String algorithm : Hashes.ALGORITHMS) {
      String header = CHECKSUM + algorithm.toLowerCase(Locale.ROOT);
      boolean trails =
          call.header("x-amz-trailer")
              .map(t -> t.toLowerCase(Locale.ROOT).contains(header))
              .orElse(false);
      if (trails || call.header(header).isPresent()) {
        names.add(algorithm);
      }
    }
    if (names.size() > 1) {
      throw new S3Error(
          400, "InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple found.");
    }
    return names;
  }

  private Set<String> wanted(Set<String> announced) {
    return announced.isEmpty() && quirks.addsChecksums() ? Set.of("CRC64NVME") : announced;
  }

  private Map<String, String> added(Hashes.Result result) {
    return quirks.addsChecksums() ? result.checksums() : Map.of();
  }

  private static Map<String, String> sent(Call call, Optional<ChunkedBody> chunked) {
    Map<String, String> sent = new TreeMap<>();
    for (String algorithm : Hashes.ALGORITHMS) {
      String header = CHECKSUM + algorithm.toLowerCase(Locale.ROOT);
      Optional.ofNullable(chunked.map(ChunkedBody::trailers).orElse(Map.of()).get(header))
          .or(() -> call.header(header))
          .ifPresent(value -> sent.put(algorithm, value));
    }
    return sent;
  }

  private void verifyChecksums(
      Set<String> announced, Map<String, String> sent, Map<String, String> computed) {
    for (String algorithm : announced) {
      String value = sent.get(algorithm);
      if (value == null) {
        throw new S3Error(400, "MalformedTrailerError", "The request contained no " + algorithm);
      }
      if (!value.equals(computed.get(algorithm))) {
        throw quirks.hasOwnChecksumMismatchCode()
            ? new S3Error(
                400,
                "XAmzContentChecksumMismatch",
                "The provided 'x-amz-checksum' header does not match what was computed.")
            : badDigest(algorithm);
      }
    }
  }

  private void verifyDigests(Call call, String mode, Hashes.Result result) {
    if (result.sha256Hex().isPresent() && !result.sha256Hex().get().equals(mode)) {
      throw new S3Error(
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    call.header("Content-MD5").ifPresent(text -> verifyMd5(text, result.md5()));
  }

  private static void verifyMd5(String text, byte[] computed) {
    byte[] given;
    try {
      given = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      given = new byte[0];
    }
    if (given.length != computed.length) {
      throw new S3Error(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
    }
    if (!Arrays.equals(given, computed)) {
      throw badDigest("Content-MD5");
    }
  }

  private static S3Error badDigest(String what) {
    return new S3Error(
        400, "BadDigest", "The " + what + " you specified did not match what we received.");
  }
}
