package dev.understudy.healthprobe;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.telemetry.Metric;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the whole days until the TLS certificates of each https endpoint expire, and the client
 * certificate of the functions. The first certificate of a chain to expire counts; the value is
 * negative once it has expired. An endpoint that does not answer does not hide the others.
 */
final class CertificatesCheck implements Check {
  private static final String CLIENT = "functions-client";

  private final Endpoints endpoints;

  CertificatesCheck(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public Observation run(Duration timeout) {
    Map<String, URI> https = endpoints.https();
    Map<String, Instant> expiries = new LinkedHashMap<>();
    List<String> troubles = new ArrayList<>(endpoints.unknown());
    Duration each = timeout.dividedBy(https.size() + 1L);
    https.forEach(
        (name, endpoint) -> {
          try {
            expiries.put(name, CertificateChain.of(endpoint, each).earliestExpiry());
          } catch (IOException e) {
            troubles.add(
                "%s (%s) presents no certificate: %s".formatted(name, endpoint, e.getMessage()));
          }
        });
    endpoints
        .clientCertificate()
        .ifPresent(
            pem -> {
              try {
                expiries.put(CLIENT, CertificateChain.ofClient(pem).earliestExpiry());
              } catch (ConfigurationException e) {
                troubles.add("The client certificate in the standby's secret is invalid");
              }
            });
    return new Observation(measured(expiries), new LinkedHashMap<>(expiries), troubles);
  }

  private static List<Measurement> measured(Map<String, Instant> expiries) {
    Instant now = Instant.now();
    return expiries.entrySet().stream()
        .map(
            expiry ->
                new Measurement(
                    Metric.DAYS_TO_EXPIRY,
                    Optional.of(expiry.getKey()),
                    Math.floorDiv(Duration.between(now, expiry.getValue()).toSeconds(), 86_400L)))
        .toList();
  }
}
