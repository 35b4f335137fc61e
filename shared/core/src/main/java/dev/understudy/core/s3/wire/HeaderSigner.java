package dev.understudy.core.s3.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.Sha256;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Signs the headers of a request and not its content: S3 API reference, "Authenticating Requests:
 * Using the Authorization Header". The SDK's signer needs several times the CPU time
 * (docs/decisions/0035). Thread-safe.
 */
final class HeaderSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String CONTENT = "UNSIGNED-PAYLOAD";
  private static final String HMAC = "HmacSHA256";

  /** Proxies may change or remove this header. */
  private static final Set<String> UNSIGNED = Set.of("expect");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** The key for a day and region. */
  private record SigningKey(String secret, String scope, Key key) {}

  /** The text of a second. */
  private record SigningTime(long second, String text) {}

  private volatile @Nullable SigningKey last;
  private volatile @Nullable SigningTime lastTime;

  /**
   * Adds {@code Authorization} and the headers that it needs. Anonymous credentials add only {@code
   * x-amz-content-sha256}.
   *
   * @param pathAndQuery the path and the canonical query string, each encoded and on a line
   * @param headers in the order of their names, whatever their case; with {@code Host}
   */
  void sign(
      String method,
      String pathAndQuery,
      SortedMap<String, String> headers,
      String region,
      AwsCredentials credentials,
      Instant now) {
    headers.put("x-amz-content-sha256", CONTENT);
    if (credentials.accessKeyId() == null) {
      return;
    }
    String time = time(now);
    headers.put("X-Amz-Date", time);
    if (credentials instanceof AwsSessionCredentials session) {
      headers.put("X-Amz-Security-Token", session.sessionToken());
    }
    StringBuilder canonical = new StringBuilder(512);
    canonical.append(method).append('\n').append(pathAndQuery).append('\n');
    String names = appendHeaders(canonical, headers);
    canonical.append('\n').append(names).append('\n').append(CONTENT);
    String scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
    String text = String.join("\n", ALGORITHM, time, scope, Sha256.hex(canonical.toString()));
    byte[] signature = hmac(key(credentials.secretAccessKey(), scope), text);
    String credential = credentials.accessKeyId() + "/" + scope;
    headers.put("Authorization", authorization(credential, names, signature));
  }

  private static String authorization(String credential, String names, byte[] signature) {
    return ALGORITHM
        + " Credential="
        + credential
        + ", SignedHeaders="
        + names
        + ", Signature="
        + HexFormat.of().formatHex(signature);
  }

  /** Appends a line for each header, and returns the names of the headers. */
  private static String appendHeaders(StringBuilder canonical, Map<String, String> headers) {
    StringBuilder names = new StringBuilder(128);
    headers.forEach(
        (name, value) -> {
          String lowerCase = name.toLowerCase(Locale.ROOT);
          if (!UNSIGNED.contains(lowerCase)) {
            names.append(names.isEmpty() ? "" : ";").append(lowerCase);
            canonical.append(lowerCase).append(':');
            appendCollapsed(canonical, value);
            canonical.append('\n');
          }
        });
    return names.toString();
  }

  /** Appends the value without white space at its ends, and with one space for each other run. */
  private static void appendCollapsed(StringBuilder canonical, String value) {
    int begin = canonical.length();
    boolean pending = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean white = c == ' ' || (c >= '\t' && c <= '\r');
      if (!white) {
        canonical.append(pending && canonical.length() > begin ? " " : "").append(c);
      }
      pending = white;
    }
  }

  /** Many requests are signed within a second, and the formatter needs a tenth of a signature. */
  private String time(Instant now) {
    SigningTime known = lastTime;
    if (known == null || known.second != now.getEpochSecond()) {
      known = new SigningTime(now.getEpochSecond(), TIME.format(now));
      lastTime = known;
    }
    return known.text;
  }

  private Key key(String secret, String scope) {
    SigningKey known = last;
    if (known == null || !known.scope.equals(scope) || !known.secret.equals(secret)) {
      Key key = new SecretKeySpec(("AWS4" + secret).getBytes(UTF_8), HMAC);
      for (String step : scope.split("/", -1)) {
        key = new SecretKeySpec(hmac(key, step), HMAC);
      }
      known = new SigningKey(secret, scope, key);
      last = known;
    }
    return known.key;
  }

  private static byte[] hmac(Key key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + HMAC, e);
    }
  }
}
