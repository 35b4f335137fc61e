package dev.understudy.core.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.TlsMaterial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Converts PEM to JSSE objects. Error messages never quote the PEM. */
public final class PemTls {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final char[] NO_PASSWORD = new char[0];

  private PemTls() {}

  /**
   * The TLS sockets of a client with this material.
   *
   * @throws ConfigurationException if the material cannot be used
   */
  static SSLSocketFactory socketFactory(TlsMaterial tls) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          tls.clientCertificate()
              .map(pem -> keyManagers(pem, tls.clientKey().orElseThrow()))
              .orElse(null),
          tls.caCertificates().map(PemTls::trustManagers).orElse(null),
          null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("TLS cannot be used: " + e.getClass().getSimpleName());
    }
  }

  /**
   * Trusts the certificates of the PEM as authorities, and no others.
   *
   * @throws ConfigurationException if the text holds no certificate
   */
  public static TrustManager[] trustManagers(String caPem) {
    try {
      KeyStore store = emptyStore();
      int index = 0;
      for (Certificate certificate : certificates(caPem, "caPem")) {
        store.setCertificateEntry("ca-" + index++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException("caPem cannot be used: " + e.getClass().getSimpleName());
    }
  }

  /**
   * Presents this certificate chain with its private key.
   *
   * @throws ConfigurationException if either cannot be read, or if they do not match
   */
  static KeyManager[] keyManagers(String certificatePem, String keyPem) {
    Collection<? extends Certificate> chain = certificates(certificatePem, "clientCertPem");
    PrivateKey key = privateKey(keyPem, chain.iterator().next().getPublicKey().getAlgorithm());
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException(
          "clientCertPem and clientKeyPem cannot be used: " + e.getClass().getSimpleName());
    }
  }

  /**
   * The certificates of a PEM text, without verification.
   *
   * @param name what the error message calls the text
   * @throws ConfigurationException if it contains none, or one that cannot be read
   */
  public static Collection<? extends Certificate> certificates(String pem, String name) {
    Collection<? extends Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      found = List.of();
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          name + " holds no certificate: it must be PEM (-----BEGIN CERTIFICATE-----)");
    }
    return found;
  }

  private static PrivateKey privateKey(String pem, String algorithm) {
    Matcher block = PKCS8.matcher(pem);
    try {
      if (block.find()) {
        byte[] der = Base64.getMimeDecoder().decode(block.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      }
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      // Reported below without the cause, which may quote the key.
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("clientKeyPem has an unknown algorithm: " + algorithm);
    }
    throw new ConfigurationException(
        "clientKeyPem must be a PKCS #8 key of the certificate's algorithm (-----BEGIN PRIVATE"
            + " KEY-----); openssl pkcs8 -topk8 -nocrypt converts others");
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }
}
