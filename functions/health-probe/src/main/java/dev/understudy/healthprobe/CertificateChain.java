package dev.understudy.healthprobe;

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
 * The certificates that an endpoint shows, the bad ones too. They are taken note of and then
 * refused, which ends the handshake: nothing is ever sent to a server that was not verified.
 */
record CertificateChain(List<X509Certificate> certificates) {

  /**
   * Asks for them.
   *
   * @param patience for connecting, and again for each of the server's answers
   * @throws IOException if the endpoint shows none
   */
  static CertificateChain of(URI https, Duration patience) throws IOException {
    int port = https.getPort() > 0 ? https.getPort() : 443;
    int millis = (int) Math.max(1, patience.toMillis() / 2);
    TakesNote note = new TakesNote();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(https.getHost(), port), millis);
      plain.setSoTimeout(millis);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {note}, new SecureRandom());
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, https.getHost(), port, true)) {
        socket.startHandshake();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      if (note.seen.isEmpty()) {
        throw e;
      }
    }
    return new CertificateChain(note.seen);
  }

  /** When the first of them ends. */
  Instant earliestEnd() {
    return certificates.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Trusts nobody. */
  private static final class TakesNote extends X509ExtendedTrustManager {
    private volatile List<X509Certificate> seen = List.of();

    private void refuse(X509Certificate[] chain) throws CertificateException {
      seen = List.of(chain);
      throw new CertificateException("Only looked at");
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
