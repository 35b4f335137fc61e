package dev.understudy.emulators.edge;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What one pool fetches from.
 *
 * @param name {@code primary} or {@code standby}; its health object says {@code ok-} and this
 * @param address where it is; a path is put before every reader's path, as an origin that is
 *     addressed path-style needs it
 * @param host sent as Host, whatever the reader asked for, and verified as the name in the
 *     certificate
 * @param tls with which to connect; without, the address must be http
 */
public record EdgeOrigin(String name, URI address, String host, Optional<SSLContext> tls) {
  /** Asked for by the monitors; each origin's own and never replicated. */
  public static final String HEALTH = "/.origin/health";

  /**
   * @throws IllegalArgumentException if the address is not what {@code tls} says
   */
  public EdgeOrigin {
    if (!(tls.isPresent() ? "https" : "http").equals(address.getScheme())
        || address.getPort() < 0) {
      throw new IllegalArgumentException(
          "The address of %s must be http://host:port, or https with tls, not %s"
              .formatted(name, address));
    }
  }

  /** Without TLS, and with the Host that the address has. */
  public static EdgeOrigin plain(String name, URI address) {
    return new EdgeOrigin(name, address, address.getAuthority(), Optional.empty());
  }

  String expectedBody() {
    return "ok-" + name;
  }

  String hostName() {
    return host.replaceFirst(":\\d+$", "");
  }
}
