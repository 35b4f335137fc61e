package dev.understudy.healthprobe;

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
 * Whole days until the TLS certificate of each https endpoint ends, of the whole chain that it
 * shows; below zero once it has. One endpoint that is silent does not hide the others.
 */
final class CertificatesCheck implements Check {
  @Override
  public Observation run(ProbeConnections sites, Duration time) {
    Map<String, URI> endpoints = sites.tlsEndpoints();
    List<Measurement> measured = new ArrayList<>();
    Map<String, Object> details = new LinkedHashMap<>();
    List<String> troubles = new ArrayList<>(sites.unknownEndpoints());
    Duration each = time.dividedBy(endpoints.size() + 1L);
    endpoints.forEach(
        (name, endpoint) -> {
          try {
            Instant end = CertificateChain.of(endpoint, each).earliestEnd();
            double days = Math.floorDiv(Duration.between(Instant.now(), end).toSeconds(), 86_400L);
            measured.add(new Measurement(Metric.DAYS_TO_EXPIRY, Optional.of(name), days));
            details.put(name, end.toString());
          } catch (IOException e) {
            troubles.add(
                "%s (%s) shows no certificate: %s".formatted(name, endpoint, e.getMessage()));
          }
        });
    return new Observation(measured, details, troubles);
  }
}
