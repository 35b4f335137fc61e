package dev.understudy.healthprobe;

import dev.understudy.core.config.StandbySecret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints whose certificates are checked. */
final class Endpoints {
  static final String STANDBY = "standby";
  static final String EDGE_LISTENER = "edge-listener";

  /** For this name, the writers listener presents the certificate of the edge listener. */
  private static final String EDGE_LISTENER_NAME = "edge-listener.internal";

  /**
   * A TLS server.
   *
   * @param name the server name to ask for
   */
  record Server(URI url, String name) {
    static Server of(URI url) {
      return new Server(url, url.getHost());
    }
  }

  private final ProbeConfig config;
  private final ProbedDocument primaryHealth;
  private final Lazy<StandbySecret> secret;

  Endpoints(ProbeConfig config, ProbedDocument primaryHealth, Lazy<StandbySecret> secret) {
    this.config = config;
    this.primaryHealth = primaryHealth;
    this.secret = secret;
  }

  /** The https endpoints whose address is known, by their name in the metric's dimension. */
  Map<String, Server> https() {
    Map<String, Server> endpoints = new LinkedHashMap<>();
    endpoints.put("primary", Server.of(primaryHealth.url()));
    Optional<URI> ofFunctions = secret.tryGet().map(StandbySecret::endpoint);
    ofFunctions.ifPresent(endpoint -> endpoints.put(STANDBY, Server.of(endpoint)));
    Optional<URI> throughEdge =
        config
            .standbyHealthUrl()
            .filter(url -> ofFunctions.map(endpoint -> !sameServer(endpoint, url)).orElse(true));
    throughEdge.ifPresent(url -> endpoints.put("standby-origin", Server.of(url)));
    ofFunctions
        .filter(endpoint -> throughEdge.isPresent())
        .map(endpoint -> new Server(endpoint, EDGE_LISTENER_NAME))
        .ifPresent(server -> endpoints.put(EDGE_LISTENER, server));
    config.publicUrl().ifPresent(url -> endpoints.put("edge", Server.of(url)));
    endpoints.values().removeIf(server -> !"https".equals(server.url().getScheme()));
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
