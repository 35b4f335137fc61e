package dev.understudy.core.config;

import java.util.Optional;

/**
 * What a TLS client needs beyond the JDK's own trust store, all in PEM.
 *
 * @param caCertificates the only authorities to be trusted, or empty for the JDK's
 * @param clientCertificate the certificate chain to show, own certificate first
 * @param clientKey its private key, PKCS #8
 */
public record TlsMaterial(
    Optional<String> caCertificates,
    Optional<String> clientCertificate,
    Optional<String> clientKey) {
  public static final TlsMaterial NONE =
      new TlsMaterial(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @throws ConfigurationException if one half of the client's identity is missing
   */
  public TlsMaterial {
    if (clientCertificate.isPresent() != clientKey.isPresent()) {
      throw new ConfigurationException(
          "clientCertPem and clientKeyPem belong together: give both, or neither");
    }
  }

  /** Without the contents. */
  @Override
  public String toString() {
    return "TlsMaterial[ca=%s, client=%s]"
        .formatted(caCertificates.isPresent(), clientCertificate.isPresent());
  }
}
