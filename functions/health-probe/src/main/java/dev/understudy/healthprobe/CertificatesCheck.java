package dev.understudy.healthprobe;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.s3.CertificateChain;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the whole days until the TLS certificates of each https endpoint expire, and the client
 * certificate of the functions. The first certificate of a chain to expire counts; the value is
 * negative once it has expired. An endpoint that does not answer does not hide the others.
 */
final class CertificatesCheck implements Check {
  private final Endpoints endpoints;

  CertificatesCheck(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public Observation run(Duration timeout) {
    Map<String, Endpoints.Server> https = endpoints.https();
    Map<String, CertificateChain> chains = new LinkedHashMap<>();
    List<String> troubles = new ArrayList<>(endpoints.unknown());
    Duration each = timeout.dividedBy(https.size() + 1L);
    https.forEach(
        (name, server) -> {
          try {
            chains.put(name, CertificateChain.of(server.url(), server.name(), each));
          } catch (IOException e) {
            troubles.add(
                "%s (%s) presents no certificate: %s"
                    .formatted(name, server.url(), e.getMessage()));
          }
        });
    endpoints
        .clientCertificate()
        .ifPresent(
            pem -> {
              try {
                chains.put("functions-client", CertificateChain.ofClient(pem));
              } catch (ConfigurationException e) {
                troubles.add("The client certificate in the standby's secret is invalid");
              }
            });
    return observed(chains, troubles);
  }

  private static Observation observed(Map<String, CertificateChain> chains, List<String> troubles) {
    Map<String, Object> details = new LinkedHashMap<>();
    CertificateChain edgeListener = chains.get(Endpoints.EDGE_LISTENER);
    if (edgeListener != null && edgeListener.equals(chains.get(Endpoints.STANDBY))) {
      // A server without a certificate for the name presents its only one.
      chains.remove(Endpoints.EDGE_LISTENER);
      details.put(Endpoints.EDGE_LISTENER, "not measured: the standby does not present it");
    }
    List<Measurement> measured = new ArrayList<>();
    Instant now = Instant.now();
    chains.forEach(
        (name, chain) -> {
          details.put(name, chain.earliestExpiry());
          measured.add(Measurement.daysToExpiry(name, chain.daysLeft(now)));
        });
    return new Observation(measured, details, troubles);
  }
}
