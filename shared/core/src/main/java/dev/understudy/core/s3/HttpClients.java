package dev.understudy.core.s3;

import dev.understudy.core.config.TlsMaterial;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.TlsKeyManagersProvider;
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * Connections to a store. The certificate and the host name are always verified and redirects never
 * followed: there is no setting for either.
 */
final class HttpClients {
  private static final int MAX_CONNECTIONS = 128;

  private HttpClients() {}

  /** A client of its own pool; the caller closes it. */
  static SdkHttpClient create(TlsMaterial tls) {
    return builder(tls).build();
  }

  static Apache5HttpClient.Builder builder(TlsMaterial tls) {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(Duration.ofSeconds(3))
            .connectionAcquisitionTimeout(Duration.ofSeconds(10))
            // MinIO lets go of a stalled peer after 30 s; a live one that waits for a lock answers
            // within 60.
            .socketTimeout(Duration.ofSeconds(60))
            // Below the 60-75 s after which proxies drop an idle connection.
            .connectionMaxIdleTime(Duration.ofSeconds(20));
    tls.caCertificates().ifPresent(pem -> builder.tlsTrustManagersProvider(trusting(pem)));
    tls.clientCertificate()
        .ifPresent(
            pem -> builder.tlsKeyManagersProvider(showing(pem, tls.clientKey().orElseThrow())));
    return builder;
  }

  private static TlsTrustManagersProvider trusting(String caPem) {
    var managers = PemTls.trustManagers(caPem);
    return () -> managers;
  }

  private static TlsKeyManagersProvider showing(String certificatePem, String keyPem) {
    var managers = PemTls.keyManagers(certificatePem, keyPem);
    return () -> managers;
  }
}
