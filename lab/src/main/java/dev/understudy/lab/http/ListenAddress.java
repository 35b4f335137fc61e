package dev.understudy.lab.http;

import java.net.InetAddress;
import java.net.URI;

/**
 * The address that an embedded server listens on.
 *
 * @param address an address of this machine, or the wildcard address for all of them
 */
public record ListenAddress(InetAddress address) {
  /** This machine only; the default, because the access keys of the embedded servers are public. */
  public static final ListenAddress LOOPBACK = new ListenAddress(InetAddress.getLoopbackAddress());

  /** The host machine's name in a container. */
  private static final String FROM_CONTAINERS = "host.docker.internal";

  /** The host name for clients on this machine. */
  public String host() {
    return address.isAnyLocalAddress() || address.isLoopbackAddress()
        ? "127.0.0.1"
        : address.getHostAddress();
  }

  /** The URI for clients on this machine. */
  public URI uri(int port) {
    return URI.create(
        "http://" + (host().contains(":") ? "[" + host() + "]" : host()) + ":" + port);
  }

  /** Whether other machines can reach the server. */
  public boolean isOpen() {
    return !address.isLoopbackAddress();
  }

  /** The URI for a container on this machine; an endpoint on another machine stays unchanged. */
  public static URI fromContainers(URI endpoint) {
    String host = endpoint.getHost();
    boolean here = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    return here
        ? endpoint.resolve(
            "//" + FROM_CONTAINERS + ":" + endpoint.getPort() + endpoint.getRawPath())
        : endpoint;
  }
}
