package dev.understudy.emulators.edge;

import java.net.URI;
import java.util.Optional;
import java.util.function.BinaryOperator;
import javax.net.ssl.SSLContext;

/**
 * The server behind one pool.
 *
 * @param name such as {@code primary} or {@code standby}
 * @param address its scheme, host and port; a path is put in front of every reader's path, for a
 *     bucket that is addressed path-style
 * @param host sent as Host and SNI whatever the reader asked for, and verified against the
 *     certificate
 * @param tls the context of HTTPS; empty for HTTP
 * @param health the body of its health object
 * @param targets the request target of a method and a reader's path with query, such as a presigned
 *     one
 */
public record EdgeOrigin(
    String name,
    URI address,
    String host,
    Optional<SSLContext> tls,
    String health,
    BinaryOperator<String> targets) {
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

  /**
   * An origin that is asked for the reader's path, and whose health object is {@code ok-} and its
   * name.
   */
  public EdgeOrigin(String name, URI address, String host, Optional<SSLContext> tls) {
    this(name, address, host, tls, "ok-" + name, (method, target) -> address.getRawPath() + target);
  }

  /** The same origin with another body of the health object. */
  public EdgeOrigin withHealth(String body) {
    return new EdgeOrigin(name, address, host, tls, body, targets);
  }

  /** An HTTP origin with the address's own Host. */
  public static EdgeOrigin plain(String name, URI address) {
    return new EdgeOrigin(name, address, address.getAuthority(), Optional.empty());
  }

  String hostName() {
    return host.replaceFirst(":\\d+$", "");
  }
}
