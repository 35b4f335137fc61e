package dev.understudy.core.s3;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;

/**
 * Puts the Amazon Corretto Crypto Provider before the JDK's own. TLS then costs 3 CPU seconds per
 * GiB instead of 96 on Lambda's default JIT tiers (docs/decisions/0006).
 */
public final class NativeCrypto {
  private NativeCrypto() {}

  /**
   * Installs the provider; must come before the first TLS connection. Where its native part cannot
   * be loaded the JDK's provider stays, which is slow on Lambda but right.
   *
   * @return the provider that ciphers now come from and, if it is the JDK's, why
   */
  public static String install() {
    return install(
        () -> {
          // Installing what could not load puts an empty provider first, silently.
          AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
          AmazonCorrettoCryptoProvider.install();
        });
  }

  static String install(Runnable installation) {
    try {
      installation.run();
    } catch (RuntimeException | LinkageError e) {
      return "%s (the native provider cannot be loaded: %s)".formatted(first(), e);
    }
    return first();
  }

  private static String first() {
    return Security.getProviders()[0].getName();
  }
}
