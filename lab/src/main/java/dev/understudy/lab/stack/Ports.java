package dev.understudy.lab.stack;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.http.Listening;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/** Where the embedded parts listen: in a row, or 0 each for any free port. */
record Ports(Listening listening, int primary, int standby, int sqs, int lambda, int cloudWatch) {
  /**
   * The ports that follow from the configuration.
   *
   * @throws ConfigurationException naming every port that is needed and taken
   */
  static Ports of(StackConfig config) {
    int base = config.portBase();
    if (base == 0) {
      return new Ports(config.listening(), 0, 0, 0, 0, 0);
    }
    Ports ports = new Ports(config.listening(), base, base + 1, base + 2, base + 3, base + 4);
    Map<Integer, String> taken = ports.needed(config);
    taken.keySet().removeIf(ports::isFree);
    if (!taken.isEmpty()) {
      throw new ConfigurationException(
          ("PORT_BASE is %d, but these ports are taken: %s. Choose another, or leave it out for"
                  + " free ones")
              .formatted(base, taken));
    }
    return ports;
  }

  private Map<Integer, String> needed(StackConfig config) {
    Map<Integer, String> needed = new TreeMap<>(Map.of(lambda, "Lambda", cloudWatch, "CloudWatch"));
    if (config.primaryEndpoint().isEmpty()) {
      needed.put(primary, "primary");
    }
    if (config.standbyEndpoint().isEmpty()) {
      needed.put(standby, "standby");
    }
    if (config.sqsEndpoint().isEmpty()) {
      needed.put(sqs, "SQS");
    }
    return needed;
  }

  private boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, listening.address())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
