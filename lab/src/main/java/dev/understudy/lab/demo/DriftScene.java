package dev.understudy.lab.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StoreAccess;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/**
 * Changes the standby directly; the reconciler finds the drift, sends hints, and proves the repair.
 */
final class DriftScene implements Scene {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FOREIGN = "foreign-to-the-primary.html";

  @Override
  public String title() {
    return "drift";
  }

  @Override
  public String play(DemoContext context) {
    Stack stack = context.stack();
    List<String> victims =
        context.primary().keys().stream().filter(key -> !key.startsWith(".")).limit(3).toList();
    damage(stack.standby(), victims);
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

  private static void damage(StoreAccess standby, List<String> victims) {
    String bucket = standby.bucket();
    try (S3Client s3 = standby.s3()) {
      s3.deleteObject(r -> r.bucket(bucket).key(victims.get(0)));
      s3.putObject(r -> r.bucket(bucket).key(victims.get(1)), RequestBody.fromString("damaged"));
      s3.copyObject(
          r ->
              r.sourceBucket(bucket)
                  .sourceKey(victims.get(2))
                  .destinationBucket(bucket)
                  .destinationKey(victims.get(2))
                  .metadataDirective(MetadataDirective.REPLACE)
                  .contentType("text/wrong"));
      s3.putObject(r -> r.bucket(bucket).key(FOREIGN), RequestBody.fromString("foreign"));
    }
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
