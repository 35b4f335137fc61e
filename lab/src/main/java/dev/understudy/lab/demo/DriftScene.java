package dev.understudy.lab.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.client.Drift;
import dev.understudy.lab.stack.Stack;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Changes the standby directly; the reconciler finds the drift, sends hints, and proves the repair.
 */
final class DriftScene implements Scene {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public String title() {
    return "drift";
  }

  @Override
  public String play(DemoContext context) {
    Stack stack = context.stack();
    List<String> victims =
        context.primary().keys().stream().filter(key -> !key.startsWith(".")).limit(3).toList();
    Drift.cause(stack.standby(), victims);
    context.record().fault("3 replicas are damaged, 1 object is added");

    JsonNode found = reconcile(stack);
    context.catchUp();
    context.record().repair("the standby is repaired");
    JsonNode proof = reconcile(stack);

    if (!proof.path("lastProof").path("pass").equals(proof.path("pass"))) {
      throw new IllegalStateException("Not repaired: " + proof);
    }
    return "3 replicas damaged, 1 object added: the reconciler found %s missing, %s stale, %s orphaned; after repair it proved %s keys equal in %s s"
        .formatted(
            found.path("missing").asText(),
            found.path("stale").asText(),
            found.path("orphaned").asText(),
            proof.path("keys").asText(),
            proof.path("seconds").asText());
  }

  /** Invokes the reconciler for a new deep pass, which compares headers and tags too. */
  private static JsonNode reconcile(Stack stack) {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(
              r ->
                  r.functionName(Stack.RECONCILER)
                      .payload(SdkBytes.fromUtf8String("{\"restart\":true,\"deep\":true}")));
      if (answer.functionError() != null) {
        throw new IllegalStateException(
            "The reconciler failed: " + answer.payload().asUtf8String());
      }
      return JSON.readTree(answer.payload().asUtf8String());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
