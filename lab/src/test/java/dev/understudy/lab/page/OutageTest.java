package dev.understudy.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.page.History;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final History history = new History(1);

  @Test
  void aRealServerIsLeftAloneAndTheButtonSaysWhy() {
    Outage outage = new Outage("primary", Optional.empty(), history);

    assertThat(outage.action("Fail", "Restore").disabled())
        .isEqualTo("PRIMARY_ENDPOINT names a real server, which the page does not change");
    assertThatThrownBy(outage.byName().get("stop-primary")::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PRIMARY_ENDPOINT");
    assertThatThrownBy(outage::requireUp).isInstanceOf(IllegalStateException.class);
    assertThat(history.events()).isEmpty();
  }

  @Test
  void stopsAndStartsAnEmbeddedServerOnce() throws Exception {
    try (S3Endpoint server = S3Endpoint.builder().start()) {
      Outage outage = new Outage("standby", Optional.of(server), history);

      outage.byName().get("stop-standby").run();
      outage.byName().get("stop-standby").run();

      assertThat(outage.action("Stop", "Start").name()).isEqualTo("start-standby");
      assertThatThrownBy(outage::requireUp).hasMessage("The standby is stopped");
      assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);

      outage.byName().get("start-standby").run();
      outage.requireUp();
      connect(server);
      assertThat(history.events()).hasSize(2);
    }
  }

  private static void connect(S3Endpoint server) throws IOException {
    new Socket(server.uri().getHost(), server.uri().getPort()).close();
  }
}
