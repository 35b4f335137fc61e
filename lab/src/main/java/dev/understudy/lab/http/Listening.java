package dev.understudy.lab.http;

import java.net.InetAddress;
import java.net.URI;

/**
 * Where a server of ours listens.
 *
 * @param address an address of this machine, or the wildcard for all of them
 */
public record Listening(InetAddress address) {
  /** For this machine alone: the keys of our servers are known to everybody. */
  public static final Listening LOOPBACK = new Listening(InetAddress.getLoopbackAddress());

  /** How a container names the machine that it runs on. */
  private static final String FROM_CONTAINERS = "host.docker.internal";

  /** The host by which this machine reaches the server. */
  public String host() {
    return address.isAnyLocalAddress() || address.isLoopbackAddress()
        ? "127.0.0.1"
        : address.getHostAddress();
  }

  /** The address by which this machine reaches the server. */
  public URI uri(int port) {
    return URI.create(
        "http://" + (host().contains(":") ? "[" + host() + "]" : host()) + ":" + port);
  }

  /** Whether other machines may reach the server too. */
  public boolean isOpen() {
    return !address.isLoopbackAddress();
  }

  /**
   * An address as a container on this machine reaches it. One on another machine stays as it is.
   */
  public static URI fromContainers(URI endpoint) {
    String host = endpoint.getHost();
    boolean here = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    return here
        ? endpoint.resolve(
            "//" + FROM_CONTAINERS + ":" + endpoint.getPort() + endpoint.getRawPath())
        : endpoint;
  }
}
