package dev.understudy.healthprobe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.json.JsonTree;
import dev.understudy.testkit.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it. */
class HealthProbeHandlerTest {
  private final ProbeFixture world = new ProbeFixture().serving();

  @AfterEach
  void stop() {
    world.close();
  }

  /** CloudWatch is where alarms live; a person wants the answer all the same. */
  @Test
  void answersEvenIfCloudWatchCannotBeTold() throws IOException {
    try (FakeSite cloudWatch = new FakeSite()) {
      world.with("CLOUDWATCH_ENDPOINT", cloudWatch.uri().toString());

      Map<String, Object> answer = invoke("{}");

      assertThat(answer).containsEntry("verdict", "Healthy");
      assertThat(answer.get("metrics")).asString().startsWith("not sent: PutMetricData failed: ");
    }
  }

  @Test
  void doesNotTroubleCloudWatchIfItHasNothingToTell() throws IOException {
    world.without("PUBLIC_URL");

    Map<String, Object> answer = invoke("{\"only\":[\"edge\"]}");

    assertThat(answer)
        .doesNotContainKey("verdict")
        .containsEntry("leftOut", Map.of("edge", "PUBLIC_URL is not set"))
        .containsEntry("metrics", "none to send");
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThatThrownBy(() -> invoke("[]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The input is not a JSON object");
    assertThatThrownBy(() -> invoke("{\"only\":[\"moon\"]}"))
        .hasMessageStartingWith("There is no check \"moon\". Allowed are {} (all checks)");
  }

  private Map<String, Object> invoke(String input) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new HealthProbeHandler(world.variables())
        .handleRequest(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            answer,
            new TestContext("health-probe", Duration.ofMinutes(1)));
    return JsonTree.object(answer.toString(UTF_8)).orElseThrow();
  }
}
