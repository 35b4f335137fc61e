package dev.understudy.core.s3;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;

/**
 * Installs the Amazon Corretto Crypto Provider before the JDK's provider. TLS then costs 3 instead
 * of 96 CPU seconds per GiB on Lambda's default JIT tiers (docs/decisions/0006).
 */
public final class NativeCrypto {
  private NativeCrypto() {}

  /**
   * Installs the provider. Must be called before the first TLS connection. If the native library
   * cannot be loaded, the JDK's provider stays, which is slow on Lambda but correct.
   *
   * @return the name of the first provider and, if it is the JDK's, the reason
   */
  public static String install() {
    return install(
        () -> {
          // Without this check a provider that failed to load would be installed empty.
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
