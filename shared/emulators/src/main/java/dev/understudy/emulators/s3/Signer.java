package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes signatures for one day, region and service: S3 API reference, "Authenticating Requests
 * (AWS Signature Version 4)".
 *
 * @param scope {@code yyyymmdd/region/s3/aws4_request}
 * @param time {@code yyyymmddThhmmssZ}
 */
record Signer(byte[] key, String scope, String time) {
  private static final String ALGORITHM = "HmacSHA256";

  /** The signer for a secret and a scope. */
  static Signer of(String secret, String scope, String time) {
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String step : scope.split("/", -1)) {
      key = hmac(key, step);
    }
    return new Signer(key, scope, time);
  }

  /** The signature of a request. */
  String request(String canonicalRequest) {
    return sign("AWS4-HMAC-SHA256", sha256(canonicalRequest.getBytes(UTF_8)));
  }

  /** The signature of a chunk that follows the one with the previous signature. */
  String chunk(String previous, byte[] data) {
    return sign(
        "AWS4-HMAC-SHA256-PAYLOAD", previous + "\n" + sha256(new byte[0]) + "\n" + sha256(data));
  }

  /** The signature of the trailer after the last chunk. */
  String trailer(String previous, String canonicalTrailer) {
    return sign(
        "AWS4-HMAC-SHA256-TRAILER", previous + "\n" + sha256(canonicalTrailer.getBytes(UTF_8)));
  }

  private String sign(String algorithm, String rest) {
    return HexFormat.of().formatHex(hmac(key, String.join("\n", algorithm, time, scope, rest)));
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Hashes.digest("SHA-256").digest(bytes));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }
}
