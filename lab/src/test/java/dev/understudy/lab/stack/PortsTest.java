package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void areFreeOnesByDefault() {
    assertThat(Ports.of(StackConfig.embedded())).isEqualTo(new Ports(0, 0, 0, 0, 0));
  }

  @Test
  void nameEachPortThatIsTakenAndWhatItIsNeededFor() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int base = taken.getLocalPort() - 1;

      assertThatThrownBy(() -> Ports.of(config(base, Map.of())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("PORT_BASE is " + base)
          .hasMessageContaining(taken.getLocalPort() + "=standby");
    }
  }

  @Test
  void mayBeTakenWhereARealServerIsUsed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int base = taken.getLocalPort() - 1;
      Map<String, String> realStandby =
          Map.of(
              "STANDBY_ENDPOINT", "http://127.0.0.1:" + taken.getLocalPort(),
              "STANDBY_ACCESS_KEY", "a",
              "STANDBY_SECRET_KEY", "s");

      assertThat(Ports.of(config(base, realStandby)))
          .isEqualTo(new Ports(base, base + 1, base + 2, base + 3, base + 4));
    }
  }

  private static StackConfig config(int base, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("PORT_BASE", Integer.toString(base));
    return StackConfig.of(new Environment(variables));
  }
}
