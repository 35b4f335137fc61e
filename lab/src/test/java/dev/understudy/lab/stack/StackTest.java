package dev.understudy.lab.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.EventFiles;
import dev.understudy.lab.demo.Bucket;
import dev.understudy.lab.demo.Comparison;
import dev.understudy.lab.demo.Content;
import dev.understudy.lab.demo.Headers;
import dev.understudy.lab.demo.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.sqs.model.Message;

/** From a client's write to the replica, through every part of the stack. */
class StackTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> ANNOUNCED = new ArrayList<>();

  private static Stack stack;
  private static Writer writer;
  private static Bucket primary;
  private static Bucket standby;

  @BeforeAll
  static void start() {
    stack = Stack.start(StackConfig.embedded(), Pace.brisk(), ANNOUNCED::add);
    writer = Writer.open(stack.primary());
    primary = Bucket.open(stack.primary());
    standby = Bucket.open(stack.standby());
  }

  @AfterAll
  static void stop() {
    writer.close();
    primary.close();
    standby.close();
    stack.close();
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
        .isLessThan((double) PATIENCE.toSeconds());
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
  void catchesUpWhenTheStandbyComesBack() {
    stack.embeddedStandby().orElseThrow().pause();
    try {
      IntStream.range(0, 20).forEach(n -> write("outage/" + n, "written without the standby"));
      assertThat(stack.backlog().isEmpty()).isFalse();
    } finally {
      stack.embeddedStandby().orElseThrow().resume();
    }

    awaitQuiet();

    assertThat(standby.keys()).contains("outage/0", "outage/19");
    assertThat(differences()).isEmpty();
  }

  @Test
  void answersAnEventThroughTheLambdaApi() throws Exception {
    write("site/index.html", "by hand");
    awaitQuiet();

    try (LambdaClient lambda =
        LambdaClient.builder()
            .endpointOverride(stack.lambdaEndpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(stack.primary().keys().provider())
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      InvokeResponse response =
          lambda.invoke(
              request ->
                  request
                      .functionName(Stack.FUNCTION)
                      .logType(LogType.TAIL)
                      .payload(SdkBytes.fromUtf8String(EventFiles.read("s3-put.json"))));

      assertThat(response.functionError()).isNull();
      assertThat(new JsonMapper().readTree(response.payload().asUtf8String()))
          .isEqualTo(new JsonMapper().readTree("{\"batchItemFailures\":[]}"));
      assertThat(Base64.getDecoder().decode(response.logResult()))
          .asString(UTF_8)
          .contains("\"outcome\":\"InSync\"")
          .contains("\"key\":\"site/index.html\"");
    }
  }

  @Test
  void saysHowToReachEachPartAndNothingElse() {
    assertThat(stack.variables())
        .containsOnlyKeys(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_REGION",
            "PRIMARY_ENDPOINT",
            "PRIMARY_BUCKET",
            "STANDBY_ENDPOINT",
            "STANDBY_ACCESS_KEY",
            "STANDBY_SECRET_KEY",
            "STANDBY_BUCKET",
            "SQS_ENDPOINT",
            "CHANGES_QUEUE_URL",
            "DEAD_LETTER_QUEUE_URL",
            "LAMBDA_ENDPOINT",
            "CLOUDWATCH_ENDPOINT");
    assertThat(ANNOUNCED).as("what is embedded needs no announcement").isEmpty();
  }

  @Test
  void emitsNothingThatCloudWatchCouldNotRead() {
    write("measured.html", "12345");
    awaitQuiet();

    assertThat(stack.metric("Copied").count()).isPositive();
    assertThat(stack.metric("Bytes").sum()).isGreaterThanOrEqualTo(5);
    assertThat(stack.unreadableLines()).isZero();
  }

  private static void write(String key, String content) {
    writer.write(
        key,
        Content.of(content),
        new Headers("text/html; charset=utf-8", "no-cache", Map.of("author", "anonymous")));
  }

  private static void awaitQuiet() {
    assertThat(stack.awaitQuiet(PATIENCE, backlog -> {})).as("all changes worked off").isTrue();
  }

  private static List<?> differences() {
    return Comparison.of(primary, standby, progress -> {}).differences();
  }
}
