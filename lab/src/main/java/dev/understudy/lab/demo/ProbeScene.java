package dev.understudy.lab.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.stack.Stack;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** The health probe's verdict while all is well, without the standby, and with it again. */
final class ProbeScene implements Scene {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public String title() {
    return "health probe";
  }

  @Override
  public String play(DemoContext stage) {
    // Writes the first heartbeat that there is.
    probe(stage.stack());
    stage.catchUp();
    JsonNode well = probe(stage.stack());
    Optional<S3Endpoint> server = stage.stack().embeddedStandby();
    String without =
        server.map(standby -> without(stage, standby)).orElse("the standby is not ours to stop");
    stage.catchUp();
    JsonNode again = probe(stage.stack());
    String lag = again.path("checks").path("heartbeat").path("HeartbeatLag").asText();
    stage.catchUp();
    return "%s; %s; %s again, true lag %s s".formatted(said(well), without, said(again), lag);
  }

  private static String without(DemoContext stage, S3Endpoint standby) {
    standby.pause();
    try {
      JsonNode down = probe(stage.stack());
      if (!down.path("verdict").asText().equals("Degraded")) {
        throw new IllegalStateException("Without its standby: " + down);
      }
      return "standby stopped: %s, \"%s\""
          .formatted(down.path("verdict").asText(), down.path("reasons").path(0).asText());
    } finally {
      standby.resume();
    }
  }

  private static String said(JsonNode answer) {
    JsonNode reasons = answer.path("reasons");
    return reasons.isEmpty()
        ? answer.path("verdict").asText()
        : "%s (%s)".formatted(answer.path("verdict").asText(), reasons.path(0).asText());
  }

  private static JsonNode probe(Stack stack) {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(r -> r.functionName(Stack.PROBE).payload(SdkBytes.fromUtf8String("{}")));
      if (answer.functionError() != null) {
        throw new IllegalStateException("The probe failed: " + answer.payload().asUtf8String());
      }
      return JSON.readTree(answer.payload().asUtf8String());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
