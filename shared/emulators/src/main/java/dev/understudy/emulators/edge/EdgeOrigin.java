package dev.understudy.emulators.edge;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The server behind one pool.
 *
 * @param name {@code primary} or {@code standby}; the body of its health object is {@code ok-} and
 *     the name
 * @param address its scheme, host and port; a path is put in front of every reader's path, for a
 *     bucket that is addressed path-style
 * @param host sent as Host and SNI whatever the reader asked for, and verified against the
 *     certificate
 * @param tls the context of HTTPS; empty for HTTP
 */
public record EdgeOrigin(String name, URI address, String host, Optional<SSLContext> tls) {
  /** The object that the monitors read. Each origin has its own; it is never replicated. */
  public static final String HEALTH = "/.origin/health";

  /**
   * @throws IllegalArgumentException if the scheme does not match {@code tls}, or the port is
   *     missing
   */
  public EdgeOrigin {
    if (!(tls.isPresent() ? "https" : "http").equals(address.getScheme())
        || address.getPort() < 0) {
      throw new IllegalArgumentException(
          "The address of %s must be http://host:port, or https with tls, not %s"
              .formatted(name, address));
    }
  }

  /** An HTTP origin with the address's own Host. */
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
