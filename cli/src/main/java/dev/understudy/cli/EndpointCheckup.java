package dev.understudy.cli;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.s3.CertificateChain;
import dev.understudy.core.s3.HttpReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Checks the certificate and the clock of one server, with one request. Used by one thread. */
final class EndpointCheckup {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI url;
  private final TlsMaterial tls;
  private @Nullable Exchange exchange;

  /** One request and its response. */
  private record Exchange(Instant sent, HttpReader.Answer answer, Instant received) {}

  /**
   * @param tls verifies the server's certificate, and may hold a client certificate
   */
  EndpointCheckup(URI url, TlsMaterial tls) {
    this.url = url;
    this.tls = tls;
  }

  /** Checks that the chain is trusted and names the host, and when it expires. */
  CheckResult checkCertificate() throws IOException {
    if (!"https".equals(url.getScheme())) {
      return StandbySecret.isExposed(url)
          ? CheckResult.finding(
              "plain HTTP to another machine", "Use https, so that credentials and data are safe.")
          : CheckResult.leftOut("plain HTTP on this machine");
    }
    CertificateChain chain = CertificateChain.of(url, url.getHost(), TIMEOUT);
    CheckResult days = CheckResult.ofCertificate(chain.daysLeft(Instant.now()));
    try {
      var unused = exchange();
    } catch (SSLException e) {
      return CheckResult.finding(
          "%s; the chain is not accepted: %s".formatted(days.found(), e.getMessage()),
          "Install a certificate for %s and its whole chain, or correct caPem in the secret."
              .formatted(url.getHost()));
    }
    return days;
  }

  /** Compares the Date header of any response with this machine's clock. */
  CheckResult checkClock() throws IOException {
    Exchange read = exchange();
    return read.answer()
        .date()
        .map(date -> CheckResult.ofClock(date, read.sent(), read.received()))
        .orElseGet(() -> CheckResult.leftOut("the response has no Date header"));
  }

  /** A request that fails is sent again by the next check. */
  private Exchange exchange() throws IOException {
    Exchange read = exchange;
    if (read == null) {
      Instant sent = Instant.now();
      try (HttpReader reader = HttpReader.of(tls, TIMEOUT)) {
        read = new Exchange(sent, reader.get(url, Map.of()), Instant.now());
      }
      exchange = read;
    }
    return read;
  }
}
