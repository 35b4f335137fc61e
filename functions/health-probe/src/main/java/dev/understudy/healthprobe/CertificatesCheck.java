package dev.understudy.healthprobe;

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
 * Measures the whole days until the TLS certificates of each https endpoint expire. The first
 * certificate of the chain to expire counts; the value is negative once it has expired. An endpoint
 * that does not answer does not hide the others.
 */
final class CertificatesCheck implements Check {
  private final Endpoints endpoints;

  CertificatesCheck(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public Observation run(Duration timeout) {
    Map<String, URI> https = endpoints.https();
    List<Measurement> measured = new ArrayList<>();
    Map<String, Object> details = new LinkedHashMap<>();
    List<String> troubles = new ArrayList<>(endpoints.unknown());
    Duration each = timeout.dividedBy(https.size() + 1L);
    https.forEach(
        (name, endpoint) -> {
          try {
            Instant expiry = CertificateChain.of(endpoint, each).earliestExpiry();
            double days =
                Math.floorDiv(Duration.between(Instant.now(), expiry).toSeconds(), 86_400L);
            measured.add(new Measurement(Metric.DAYS_TO_EXPIRY, Optional.of(name), days));
            details.put(name, expiry.toString());
          } catch (IOException e) {
            troubles.add(
                "%s (%s) presents no certificate: %s".formatted(name, endpoint, e.getMessage()));
          }
        });
    return new Observation(measured, details, troubles);
  }
}
