package dev.understudy.healthprobe;

import dev.understudy.core.config.StandbySecret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints whose certificates are checked. */
final class Endpoints {
  private final ProbeConfig config;
  private final ProbedDocument primaryHealth;
  private final Lazy<StandbySecret> secret;

  Endpoints(ProbeConfig config, ProbedDocument primaryHealth, Lazy<StandbySecret> secret) {
    this.config = config;
    this.primaryHealth = primaryHealth;
    this.secret = secret;
  }

  /** The https endpoints whose address is known, by their name in the metric's dimension. */
  Map<String, URI> https() {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    endpoints.put("primary", primaryHealth.url());
    Optional<URI> ofFunctions = secret.tryGet().map(StandbySecret::endpoint);
    ofFunctions.ifPresent(endpoint -> endpoints.put("standby", endpoint));
    config
        .standbyHealthUrl()
        .filter(url -> ofFunctions.map(endpoint -> !sameServer(endpoint, url)).orElse(true))
        .ifPresent(url -> endpoints.put("standby-origin", url));
    config.publicUrl().ifPresent(url -> endpoints.put("edge", url));
    endpoints.values().removeIf(uri -> !"https".equals(uri.getScheme()));
    return endpoints;
  }

  /** The certificate by which the functions identify themselves to the standby, as PEM. */
  Optional<String> clientCertificate() {
    return secret.tryGet().flatMap(found -> found.tls().clientCertificate());
  }

  /** Why the address of an endpoint is not known; empty if all are. */
  List<String> unknown() {
    return secret.failure().map(e -> List.of(String.valueOf(e.getMessage()))).orElse(List.of());
  }

  static boolean sameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getAuthority().equalsIgnoreCase(other.getAuthority());
  }
}
