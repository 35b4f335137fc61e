package dev.understudy.lab.stack;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ports of the embedded servers: consecutive, or 0 each for any free port. A further standby
 * leaves those of primary and SQS unused.
 */
record Ports(
    ListenAddress listenAddress, int primary, int standby, int sqs, int lambda, int cloudWatch) {
  /**
   * The ports for the configuration.
   *
   * @throws ConfigurationException naming every port that is needed but in use
   */
  static Ports of(StackConfig config) {
    if (config.portBase() == 0) {
      return new Ports(config.listenAddress(), 0, 0, 0, 0, 0);
    }
    int base = config.portBase() + StackConfig.PORTS * (config.standbyName().number() - 1);
    Ports ports = new Ports(config.listenAddress(), base, base + 1, base + 2, base + 3, base + 4);
    Map<Integer, String> taken = ports.needed(config);
    taken.keySet().removeIf(ports::isFree);
    if (!taken.isEmpty()) {
      throw new ConfigurationException(
          ("PORT_BASE is %d, but these ports are in use: %s. Choose another value, or unset it to"
                  + " use free ports")
              .formatted(config.portBase(), taken));
    }
    return ports;
  }

  private Map<Integer, String> needed(StackConfig config) {
    Map<Integer, String> needed = new TreeMap<>(Map.of(lambda, "Lambda", cloudWatch, "CloudWatch"));
    boolean first = config.standbyName().isFirst();
    if (first && config.primaryEndpoint().isEmpty()) {
      needed.put(primary, "primary");
    }
    if (config.standbyEndpoint().isEmpty()) {
      needed.put(standby, "standby");
    }
    if (first && config.sqsEndpoint().isEmpty()) {
      needed.put(sqs, "SQS");
    }
    return needed;
  }

  private boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, listenAddress.address())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
