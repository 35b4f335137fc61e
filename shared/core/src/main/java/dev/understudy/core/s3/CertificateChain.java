package dev.understudy.core.s3;

import dev.understudy.core.config.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificates that an endpoint presents, invalid ones included. They are recorded and then
 * rejected, which ends the handshake. Nothing is ever sent to an unverified server.
 */
public record CertificateChain(List<X509Certificate> certificates) {

  /**
   * Connects to the endpoint and reads its certificates.
   *
   * @param serverName the name for which the server chooses a certificate
   * @param timeout for the connection, and again for each of the server's responses; half of it
   *     each
   * @throws IOException if the endpoint presents none
   */
  public static CertificateChain of(URI https, String serverName, Duration timeout)
      throws IOException {
    int port = https.getPort() > 0 ? https.getPort() : 443;
    int millis = (int) Math.max(1, timeout.toMillis() / 2);
    RecordingTrustManager recorder = new RecordingTrustManager();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(https.getHost(), port), millis);
      plain.setSoTimeout(millis);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {recorder}, new SecureRandom());
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, port, true)) {
        socket.startHandshake();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      if (recorder.seen.isEmpty()) {
        throw e;
      }
    }
    return new CertificateChain(recorder.seen);
  }

  /**
   * The client certificate in the standby's secret, without verification.
   *
   * @throws ConfigurationException if the text contains none, or one that cannot be read
   */
  public static CertificateChain ofClient(String pem) {
    return new CertificateChain(
        PemTls.certificates(pem, "clientCertPem").stream()
            .map(X509Certificate.class::cast)
            .toList());
  }

  /** When the first of them expires. */
  public Instant earliestExpiry() {
    return certificates.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The whole days from this time until {@link #earliestExpiry}; negative after it. */
  public long daysLeft(Instant now) {
    return Math.floorDiv(Duration.between(now, earliestExpiry()).toSeconds(), 86_400L);
  }

  /** Records the chain and rejects it. */
  private static final class RecordingTrustManager extends X509ExtendedTrustManager {
    private volatile List<X509Certificate> seen = List.of();

    private void refuse(X509Certificate[] chain) throws CertificateException {
      seen = List.of(chain);
      throw new CertificateException("The chain is only recorded");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      refuse(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      refuse(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      refuse(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      refuse(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      refuse(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      refuse(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
