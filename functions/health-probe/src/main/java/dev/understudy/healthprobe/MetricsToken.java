package dev.understudy.healthprobe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.config.StandbySecret;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Creates the bearer token for MinIO's metrics: a JSON Web Token that names an access key and is
 * signed with its secret key (HS512), like those of {@code mc admin prometheus generate}. The user
 * of the key needs {@code admin:Prometheus}. No further secret is needed.
 */
final class MetricsToken {
  private static final String ALGORITHM = "HmacSHA512";
  private static final Duration VALID = Duration.ofMinutes(5);

  private MetricsToken() {}

  static String of(StandbySecret secret) {
    String claims =
        "{\"exp\":%d,\"iss\":\"prometheus\",\"sub\":\"%s\"}"
            .formatted(Instant.now().plus(VALID).getEpochSecond(), escaped(secret.accessKey()));
    String signed = encoded("{\"alg\":\"HS512\",\"typ\":\"JWT\"}") + "." + encoded(claims);
    return signed + "." + encoded(signature(signed, secret.secretKey()));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static byte[] signature(String text, String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
