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

/** Shows the health probe's verdict before, during and after an outage of the standby. */
final class ProbeScene implements Scene {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public String title() {
    return "health probe";
  }

  @Override
  public String play(DemoContext context) {
    // The first invocation writes the first heartbeat object.
    probe(context.stack());
    context.catchUp();
    JsonNode well = probe(context.stack());
    Optional<S3Endpoint> server = context.stack().embeddedStandby();
    String outage =
        server
            .map(standby -> verdictWithout(context, standby))
            .orElse("outage left out: the stack does not stop a real standby");
    context.catchUp();
    JsonNode again = probe(context.stack());
    String lag = again.path("checks").path("heartbeat").path("HeartbeatLag").asText();
    context.catchUp();
    return "%s; %s; %s again, heartbeat lag %s s"
        .formatted(verdict(well), outage, verdict(again), lag);
  }

  private static String verdictWithout(DemoContext context, S3Endpoint standby) {
    standby.pause();
    context.record().fault("the standby stops");
    try {
      JsonNode down = probe(context.stack());
      if (!down.path("verdict").asText().equals("Degraded")) {
        throw new IllegalStateException("Unexpected verdict while the standby is stopped: " + down);
      }
      return "standby stopped: %s, \"%s\""
          .formatted(down.path("verdict").asText(), down.path("reasons").path(0).asText());
    } finally {
      standby.resume();
      context.record().repair("the standby serves again");
    }
  }

  private static String verdict(JsonNode answer) {
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
