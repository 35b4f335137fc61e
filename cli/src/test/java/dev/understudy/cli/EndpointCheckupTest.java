package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.TlsMaterial;
import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndpointCheckupTest {
  @Test
  void allChecksOfAServerShareOneRequest() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (HttpEndpoint server =
        HttpEndpoint.start(
            ListenAddress.LOOPBACK,
            0,
            call -> {
              requests.incrementAndGet();
              return HttpAnswer.json(200, "{}");
            })) {
      EndpointCheckup checkup = new EndpointCheckup(server.uri(), TlsMaterial.NONE);

      assertThat(checkup.checkClock().state()).isEqualTo(CheckResult.State.OK);
      assertThat(checkup.checkClock().state()).isEqualTo(CheckResult.State.OK);
    }
    assertThat(requests).hasValue(1);
  }
}
