package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.model.Message;

/** From a client's write to the replica, through every part of the stack, embedded or real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StackStory {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  protected final List<String> announced = new ArrayList<>();
  protected Stack stack;
  private Writer writer;
  private BucketClient primary;
  protected BucketClient standby;

  /** Which parts are real. */
  protected abstract StackConfig config();

  @BeforeAll
  void start() {
    stack = Stack.start(config(), StackTimings.brisk(), announced::add);
    writer = Writer.open(stack.primary());
    primary = BucketClient.open(stack.primary());
    standby = BucketClient.open(stack.standby());
  }

  @AfterAll
  void stop() {
    if (stack != null) {
      writer.close();
      primary.close();
      standby.close();
      stack.close();
    }
  }

  @Test
  void makesTheReplicaEqualWithItsHeadersMetadataAndTags() {
    write("plays/grüße + 100%.html", "<h1>Grüße</h1>");
    writer.tag("plays/grüße + 100%.html", Map.of("stage", "second"));

    awaitQuiet();

    assertThat(standby.attributes("plays/grüße + 100%.html").orElseThrow())
        .containsEntry("content-type", "text/html; charset=utf-8")
        .containsEntry("cache-control", "no-cache")
        .containsEntry("x-amz-meta-author", "anonymous")
        .containsEntry("tag stage", "second");
    assertThat(differences()).isEmpty();
    assertThat(stack.metric("Lag").maximum().orElseThrow())
        .isLessThan((double) TIMEOUT.toSeconds());
  }

  @Test
  void deletesTheReplicaWhenTheOriginalIsGone() {
    write("short-lived.html", "soon gone");
    awaitQuiet();
    assertThat(standby.attributes("short-lived.html")).isPresent();

    writer.delete("short-lived.html");
    awaitQuiet();

    assertThat(standby.attributes("short-lived.html")).isEmpty();
    assertThat(stack.metric("Deleted").count()).isPositive();
  }

  @Test
  void parksAMessageThatNobodyCanReadAndSaysWhy() {
    stack
        .sqs()
        .sendMessage(
            request ->
                request.queueUrl(stack.queues().changes().url()).messageBody("no event at all"));

    awaitQuiet();

    List<Message> parked =
        stack
            .sqs()
            .receiveMessage(
                request ->
                    request
                        .queueUrl(stack.queues().deadLetter().url())
                        .messageAttributeNames("All"))
            .messages();
    assertThat(parked).extracting(Message::body).containsExactly("no event at all");
    assertThat(parked.get(0).messageAttributes().get("reason").stringValue())
        .isEqualTo("The body is not a JSON object");
  }

  @Test
  void findsAndRepairsWhatSomebodyDidBehindItsBack() {
    write("harmed.html", "its replica will be deleted");
    awaitQuiet();
    try (S3Client s3 = stack.standby().s3()) {
      String bucket = stack.standby().bucket();
      s3.deleteObject(r -> r.bucket(bucket).key("harmed.html"));
      s3.putObject(r -> r.bucket(bucket).key("foreign.html"), RequestBody.fromString("x"));
    }

    JsonNode found = reconcile();
    awaitQuiet();
    JsonNode proof = reconcile();

    assertThat(found.path("missing").asInt()).isEqualTo(1);
    assertThat(found.path("orphaned").asInt()).isEqualTo(1);
    assertThat(proof.path("lastProof").path("pass")).isEqualTo(proof.path("pass"));
    assertThat(differences()).isEmpty();
    assertThat(stack.metric("Brake").maximum().orElseThrow()).isZero();
  }

  /** MinIO accepts no multipart upload for a key that ends in a slash. */
  @Test
  void provesTheRestWhereAnObjectIsRefused() {
    write("equal.html", "equal");
    write("refused/", "x".repeat((8 << 20) + 1));
    awaitQuiet();

    JsonNode answer = reconcile();
    JsonNode list = invoke(Stack.RECONCILER, "{\"list\":\"refused\"}");

    assertThat(answer.path("refused").asInt()).as("%s", answer).isEqualTo(1);
    assertThat(answer.path("hinted").asInt()).as("%s", answer).isZero();
    assertThat(answer.path("lastProof").path("pass")).isEqualTo(answer.path("pass"));
    assertThat(list.path("refused").path(0).path("key").asText()).isEqualTo("refused/");
    assertThat(list.path("refused").path(0).path("reason").asText())
        .isEqualTo("directory_too_large");
    writer.delete("refused/");
    awaitQuiet();
  }

  @Test
  void provesAReplicaWithoutTheLabelsThatTheStandbyCannotHold() {
    Map<String, String> metadata = new TreeMap<>();
    for (int i = 10; i < 26; i++) {
      // S3 counts 123 bytes for each, MinIO 134, and both allow 2,048.
      metadata.put("n" + i, "v".repeat(120));
    }
    writer.write(
        "labelled.html",
        ObjectContent.of("its metadata is too large for MinIO"),
        new ObjectHeaders("text/html", "no-cache", metadata));
    awaitQuiet();

    JsonNode answer = invoke(Stack.RECONCILER, "{\"restart\":true,\"deep\":true}");
    JsonNode list = invoke(Stack.RECONCILER, "{\"list\":\"refused\"}");

    assertThat(standby.attributes("labelled.html").orElseThrow())
        .containsKey("x-amz-meta-n24")
        .doesNotContainKey("x-amz-meta-n25");
    assertThat(answer.path("stale").asInt()).as("%s", answer).isZero();
    assertThat(answer.path("refused").asInt()).as("%s", answer).isZero();
    assertThat(answer.path("lastProof").path("pass")).isEqualTo(answer.path("pass"));
    JsonNode replica = list.path("labelsLeftOut").path(0);
    assertThat(replica.path("key").asText()).as("%s", list).isEqualTo("labelled.html");
    assertThat(replica.path("leftOut").path(0).asText()).isEqualTo("metadata n25");
    writer.delete("labelled.html");
    awaitQuiet();
  }

  @Test
  void probesBothSidesAndTellsCloudWatch() {
    invoke(Stack.PROBE, "{\"only\":[\"heartbeat\"]}");
    awaitQuiet();

    JsonNode answer = invoke(Stack.PROBE, "{}");

    JsonNode checks = answer.path("checks");
    assertThat(checks.path("primary").path("PrimaryHealthy").asInt()).as("%s", answer).isEqualTo(1);
    assertThat(checks.path("standby").path("StandbyHealthy").asInt()).as("%s", answer).isEqualTo(1);
    assertThat(checks.path("guarantees").path("GuaranteesKept").asInt()).isEqualTo(1);
    assertThat(checks.path("notification").path("NotificationKept").asInt()).isEqualTo(1);
    assertThat(checks.path("heartbeat").path("HeartbeatLag").asDouble(Double.MAX_VALUE))
        .isLessThan(60);
    assertThat(checks.path("queues").path("ChangesWaiting").isNumber()).isTrue();
    assertThat(answer.path("leftOut").path("edge").asText()).isEqualTo("PUBLIC_URL is not set");
    assertThat(answer.path("metrics").asText()).endsWith(" sent");
    assertThat(stack.metric("HeartbeatLag").count()).isPositive();
    assertThat(stack.metric("StandbyHealthy").maximum()).hasValue(1);
    assertThat(stack.metric("Verdict").maximum().orElseThrow()).isLessThan(2);
  }

  private JsonNode reconcile() {
    return invoke(Stack.RECONCILER, "{\"restart\":true}");
  }

  private JsonNode invoke(String function, String input) {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(input)));
      assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
      return new JsonMapper().readTree(answer.payload().asUtf8String());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keepsThePartsOfALargeObject() {
    writer.write(
        "large.bin",
        ObjectContent.of("0123456789abcdef".repeat(20 << 16)),
        new ObjectHeaders("application/octet-stream", "no-cache", Map.of()));

    awaitQuiet();

    assertThat(differences()).isEmpty();
    assertThat(stack.metric("Corrupt").count()).isZero();
  }

  protected void write(String key, String content) {
    writer.write(
        key,
        ObjectContent.of(content),
        new ObjectHeaders("text/html; charset=utf-8", "no-cache", Map.of("author", "anonymous")));
  }

  protected void awaitQuiet() {
    assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).as("all changes worked off").isTrue();
  }

  protected List<?> differences() {
    return BucketComparison.of(primary, standby, progress -> {}).differences();
  }
}
