package dev.understudy.lab.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.lab.EventFiles;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.s3.S3Client;

/** With every part embedded. */
class StackTest extends StackStory {
  @Override
  protected StackConfig config() {
    return StackConfig.embedded();
  }

  @Test
  void worksOffTheReconcilersHints() {
    write("lost.html", "its event came, its replica was lost");
    awaitQuiet();
    try (S3Client s3 = stack.standby().s3()) {
      s3.deleteObject(r -> r.bucket(stack.standby().bucket()).key("lost.html"));
    }

    stack
        .sqs()
        .sendMessage(
            r ->
                r.queueUrl(stack.queues().repairs().url())
                    .messageBody("{\"bucket\":\"primary\",\"key\":\"lost.html\"}"));
    awaitQuiet();

    assertThat(standby.attributes("lost.html")).isPresent();
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

    try (LambdaClient lambda = stack.lambda()) {
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
            "STANDBY_REGION",
            "SQS_ENDPOINT",
            "CHANGES_QUEUE_URL",
            "REPAIRS_QUEUE_URL",
            "DEAD_LETTER_QUEUE_URL",
            "LAMBDA_ENDPOINT",
            "CLOUDWATCH_ENDPOINT");
    assertThat(announced).as("what is embedded needs no announcement").isEmpty();
  }

  @Test
  void emitsNothingThatCloudWatchCouldNotRead() {
    write("measured.html", "12345");
    awaitQuiet();

    assertThat(stack.metric("Copied").count()).isPositive();
    assertThat(stack.metric("Bytes").sum()).isGreaterThanOrEqualTo(5);
    assertThat(stack.unreadableLines()).isZero();
  }
}
