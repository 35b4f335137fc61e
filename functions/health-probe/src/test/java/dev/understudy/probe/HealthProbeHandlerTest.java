package dev.understudy.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.understudy.core.json.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it. */
class HealthProbeHandlerTest {
  private final World world = new World().serving();

  @AfterEach
  void stop() {
    world.close();
  }

  /** CloudWatch is where alarms live; a person wants the answer all the same. */
  @Test
  void answersEvenIfCloudWatchCannotBeTold() throws IOException {
    try (Site cloudWatch = new Site()) {
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
        .hasMessage("The input is no JSON object");
    assertThatThrownBy(() -> invoke("{\"only\":[\"moon\"]}"))
        .hasMessageStartingWith("There is no check \"moon\". Allowed are {} (all checks)");
  }

  private Map<String, Object> invoke(String input) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new HealthProbeHandler(world.variables())
        .handleRequest(new ByteArrayInputStream(input.getBytes(UTF_8)), answer, new RequestOne());
    return JsonTree.object(answer.toString(UTF_8)).orElseThrow();
  }

  /** An invocation that is asked for its id alone. */
  private static final class RequestOne implements Context {
    @Override
    public String getAwsRequestId() {
      return "request-1";
    }

    @Override
    public int getRemainingTimeInMillis() {
      throw new UnsupportedOperationException("The checks have their own time");
    }

    @Override
    public String getLogGroupName() {
      return "group";
    }

    @Override
    public String getLogStreamName() {
      return "stream";
    }

    @Override
    public String getFunctionName() {
      return "health-probe";
    }

    @Override
    public String getFunctionVersion() {
      return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn";
    }

    @Override
    public CognitoIdentity getIdentity() {
      return null;
    }

    @Override
    public ClientContext getClientContext() {
      return null;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 1024;
    }

    @Override
    public LambdaLogger getLogger() {
      throw new UnsupportedOperationException("Logs go through Log4j");
    }
  }
}
