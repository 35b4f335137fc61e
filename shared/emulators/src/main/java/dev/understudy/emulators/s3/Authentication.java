package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Verifies the signature of a request, in a header or in a presigned query. A request without a
 * signature is anonymous.
 */
final class Authentication {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private final Map<String, String> secrets;
  private final Set<String> plainWriters;
  private final Clock clock;

  /**
   * @param secrets by access key
   * @param plainWriters the access keys without the right to replicate
   */
  Authentication(Map<String, String> secrets, Set<String> plainWriters, Clock clock) {
    this.secrets = new ConcurrentHashMap<>(secrets);
    this.plainWriters = Set.copyOf(plainWriters);
    this.clock = clock;
  }

  void allow(String accessKey, String secretKey) {
    secrets.put(accessKey, secretKey);
  }

  void disable(String accessKey) {
    secrets.remove(accessKey);
  }

  /**
   * A verified signature, and the signer of the chunks that follow it.
   *
   * @param mayReplicate whether its user has s3:ReplicateObject and s3:ReplicateDelete
   * @param payload the signed hash of the body, or the mode in which the body is signed
   */
  record Signed(Signer signer, String signature, String payload, boolean mayReplicate) {}

  /** The fields of a signature, as the request has them. */
  private record Claim(
      String accessKey,
      String scope,
      String time,
      String signedHeaders,
      String signature,
      String payload) {}

  /**
   * The signature; empty for an anonymous request.
   *
   * @throws S3Error if the signature is invalid
   */
  Optional<Signed> verify(Call call) {
    Optional<String> header = call.header("Authorization");
    if (header.isPresent()) {
      return Optional.of(verify(call, ofHeader(call, header.get())));
    }
    return call.asks("X-Amz-Signature")
        ? Optional.of(verify(call, ofQuery(call)))
        : Optional.empty();
  }

  private Claim ofHeader(Call call, String header) {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw S3Error.invalidArgument("Unsupported Authorization Type");
    }
    Map<String, String> fields = new TreeMap<>();
    for (String field : header.substring(ALGORITHM.length() + 1).split(",")) {
      String[] pair = field.strip().split("=", 2);
      fields.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    String[] credential = fields.getOrDefault("Credential", "").split("/", 2);
    String time = call.header("x-amz-date").orElse("");
    requireFresh(time, MAX_SKEW);
    return new Claim(
        credential[0],
        credential.length == 2 ? credential[1] : "",
        time,
        fields.getOrDefault("SignedHeaders", ""),
        fields.getOrDefault("Signature", ""),
        call.header("x-amz-content-sha256").orElseThrow(Authentication::denied));
  }

  private Claim ofQuery(Call call) {
    String[] credential = call.parameter("X-Amz-Credential").orElse("").split("/", 2);
    String time = call.parameter("X-Amz-Date").orElse("");
    Instant signed = Times.parseBasic(time).orElseThrow(Authentication::denied);
    if (clock.instant().isAfter(signed.plusSeconds(call.number("X-Amz-Expires", 604_800)))) {
      throw new S3Error(403, "AccessDenied", "Request has expired");
    }
    return new Claim(
        credential[0],
        credential.length == 2 ? credential[1] : "",
        time,
        call.parameter("X-Amz-SignedHeaders").orElse(""),
        call.parameter("X-Amz-Signature").orElse(""),
        call.header("x-amz-content-sha256").orElse(UNSIGNED));
  }

  private Signed verify(Call call, Claim claim) {
    String secret = secrets.get(claim.accessKey);
    if (secret == null) {
      throw new S3Error(
          403,
          "InvalidAccessKeyId",
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    if (!claim.scope.endsWith("/s3/aws4_request")
        || !claim.time.startsWith(claim.scope.split("/", 2)[0])) {
      throw new S3Error(
          400, "AuthorizationHeaderMalformed", "The authorization header is malformed.");
    }
    Signer signer = Signer.of(secret, claim.scope, claim.time);
    String expected = signer.request(canonical(call, claim));
    if (!MessageDigest.isEqual(expected.getBytes(UTF_8), claim.signature.getBytes(UTF_8))) {
      throw mismatch();
    }
    return new Signed(signer, expected, claim.payload, !plainWriters.contains(claim.accessKey));
  }

  private static String canonical(Call call, Claim claim) {
    String path = "/" + call.bucket() + (isBucketAlone(call) ? "" : "/" + call.key());
    String query =
        call.query().entrySet().stream()
            .filter(p -> !p.getKey().equals("X-Amz-Signature"))
            .map(p -> Uris.encode(p.getKey(), "") + "=" + Uris.encode(p.getValue(), ""))
            .sorted()
            .collect(Collectors.joining("&"));
    List<String> names = Arrays.asList(claim.signedHeaders.split(";"));
    String headers =
        names.stream()
            .map(name -> name + ":" + folded(call.header(name).orElse("")) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        call.method(),
        Uris.encode(path, "/"),
        query,
        headers,
        claim.signedHeaders.toLowerCase(Locale.ROOT),
        claim.payload);
  }

  private static boolean isBucketAlone(Call call) {
    return !call.exchange().getRequestURI().getRawPath().substring(1).contains("/");
  }

  private static String folded(String value) {
    return value.strip().replaceAll(" +", " ");
  }

  private void requireFresh(String time, Duration limit) {
    Instant signed = Times.parseBasic(time).orElseThrow(Authentication::denied);
    if (Duration.between(signed, clock.instant()).abs().compareTo(limit) > 0) {
      throw new S3Error(
          403,
          "RequestTimeTooSkewed",
          "The difference between the request time and the current time is too large.");
    }
  }

  static S3Error denied() {
    return new S3Error(403, "AccessDenied", "Access Denied");
  }

  static S3Error mismatch() {
    return new S3Error(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.");
  }
}
