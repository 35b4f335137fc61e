package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void areFreeOnesByDefault() {
    assertThat(Ports.of(StackConfig.embedded()))
        .isEqualTo(new Ports(ListenAddress.LOOPBACK, 0, 0, 0, 0, 0));
  }

  @Test
  void nameEachPortThatIsTakenAndWhatItIsNeededFor() throws IOException {
    int base = freeRow();
    try (ServerSocket taken = bound(base + 1)) {

      assertThatThrownBy(() -> Ports.of(config(base, Map.of())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("PORT_BASE is " + base)
          .hasMessageContaining(taken.getLocalPort() + "=standby");
    }
  }

  @Test
  void mayBeTakenWhereARealServerIsUsed() throws IOException {
    int base = freeRow();
    try (ServerSocket taken = bound(base + 1)) {
      Map<String, String> realStandby =
          Map.of(
              "STANDBY_ENDPOINT", "http://127.0.0.1:" + taken.getLocalPort(),
              "STANDBY_ACCESS_KEY", "a",
              "STANDBY_SECRET_KEY", "s");

      assertThat(Ports.of(config(base, realStandby)))
          .isEqualTo(
              new Ports(ListenAddress.LOOPBACK, base, base + 1, base + 2, base + 3, base + 4));
    }
  }

  @Test
  void ofAFurtherStandbyFollowThoseOfTheFirst() throws IOException {
    int base = freeRow();
    StackConfig second =
        config(base - StackConfig.PORTS, Map.of("STANDBYS", "2")).further(new StandbyName(2));
    try (ServerSocket unused = bound(base)) {
      assertThat(unused.isBound()).isTrue();
      assertThat(Ports.of(second))
          .isEqualTo(
              new Ports(ListenAddress.LOOPBACK, base, base + 1, base + 2, base + 3, base + 4));
    }
    try (ServerSocket taken = bound(base + 1)) {
      assertThatThrownBy(() -> Ports.of(second))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("PORT_BASE is " + (base - StackConfig.PORTS))
          .hasMessageContaining(taken.getLocalPort() + "=standby");
    }
  }

  /** Five free ports in a row, below those that the system hands out to others meanwhile. */
  private static int freeRow() {
    return new Random()
        .ints(10_000, 30_000)
        .filter(base -> IntStream.range(base, base + 5).allMatch(PortsTest::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = bound(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static StackConfig config(int base, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("PORT_BASE", Integer.toString(base));
    return StackConfig.of(new Environment(variables));
  }
}
