package dev.understudy.core.s3;

import dev.understudy.core.config.TlsMaterial;
import java.time.Duration;
import software.amazon.awssdk.http.TlsKeyManagersProvider;
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * HTTP clients of the SDK. They always verify the certificate and the host name, and never follow
 * redirects; no setting changes this.
 */
public final class HttpClients {
  private static final int MAX_CONNECTIONS = 128;

  private HttpClients() {}

  /** A client with the timeouts of the functions, and with this TLS material. */
  public static Apache5HttpClient.Builder builder(TlsMaterial tls) {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(Duration.ofSeconds(3))
            .connectionAcquisitionTimeout(Duration.ofSeconds(10))
            // MinIO drops a stalled client after 30 s. A request that waits for a lock is answered
            // within 60 s.
            .socketTimeout(Duration.ofSeconds(60))
            // Below the 60-75 s after which proxies drop an idle connection.
            .connectionMaxIdleTime(Duration.ofSeconds(20));
    tls.caCertificates().ifPresent(pem -> builder.tlsTrustManagersProvider(trustManagers(pem)));
    tls.clientCertificate()
        .ifPresent(
            pem -> builder.tlsKeyManagersProvider(keyManagers(pem, tls.clientKey().orElseThrow())));
    return builder;
  }

  private static TlsTrustManagersProvider trustManagers(String caPem) {
    var managers = PemTls.trustManagers(caPem);
    return () -> managers;
  }

  private static TlsKeyManagersProvider keyManagers(String certificatePem, String keyPem) {
    var managers = PemTls.keyManagers(certificatePem, keyPem);
    return () -> managers;
  }
}
