package dev.understudy.core.config;

import java.util.Optional;

/**
 * The certificates and key of a TLS client, in PEM.
 *
 * @param caCertificates the only trusted authorities, or empty for the JDK's trust store
 * @param clientCertificate the client's certificate chain, its own certificate first
 * @param clientKey its private key, PKCS #8
 */
public record TlsMaterial(
    Optional<String> caCertificates,
    Optional<String> clientCertificate,
    Optional<String> clientKey) {
  public static final TlsMaterial NONE =
      new TlsMaterial(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @throws ConfigurationException if only one of client certificate and key is present
   */
  public TlsMaterial {
    if (clientCertificate.isPresent() != clientKey.isPresent()) {
      throw new ConfigurationException(
          "clientCertPem and clientKeyPem belong together: give both, or neither");
    }
  }

  /** Shows only what is present, never the contents. */
  @Override
  public String toString() {
    return "TlsMaterial[ca=%s, client=%s]"
        .formatted(caCertificates.isPresent(), clientCertificate.isPresent());
  }
}
