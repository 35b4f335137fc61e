package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.queue.SqsServer;
import dev.understudy.lab.queue.TestQueues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Servers that a stack does not run itself; here they are those of another stack. */
class RealServersTest {
  private static final Map<String, String> SERVERS = new HashMap<>();
  private static Stack owner;

  @BeforeAll
  static void start() {
    owner = Stack.start(StackConfig.embedded(), StackTimings.brisk(), nothing -> {});
    SERVERS.putAll(owner.variables());
    SERVERS.put("PRIMARY_BUCKET", "site");
    SERVERS.put("STANDBY_BUCKET", "site-standby");
  }

  @AfterAll
  static void stop() {
    owner.close();
  }

  @Test
  void standbyGetsWhatItLacksAndIsKeptCurrent() {
    List<String> announced = new ArrayList<>();
    Map<String, String> variables = only("STANDBY_");

    try (Stack stack = start(variables, announced)) {
      assertThat(announced)
          .containsExactly(
              "created bucket site-standby",
              "enabled versioning of bucket site-standby",
              "wrote .origin/health to bucket site-standby",
              "allowed anonymous reads of .origin/health of bucket site-standby");
      assertThat(stack.standby().endpoint()).isEqualTo(owner.standby().endpoint());
      assertThat(stack.embeddedStandby()).isEmpty();
      assertReplicates(stack);
    }
    announced.clear();
    try (Stack stack = start(variables, announced)) {
      assertThat(announced).as("everything was there the second time").isEmpty();
      assertThat(stack.standby().bucket()).isEqualTo("site-standby");
    }
  }

  @Test
  void primaryAndQueueGetWhatTheyLackAndAreUsed() {
    List<String> announced = new ArrayList<>();
    try (SqsServer sqsServer = SqsServer.start(0);
        SqsClient sqs = TestQueues.client(sqsServer.endpoint());
        S3Endpoint primary =
            S3Endpoint.builder()
                .quirks(Quirks.S3)
                .credentials("theirs", "their-secret")
                .notifications((arn, bodies) -> send(sqs, arn, bodies))
                .start()) {
      Map<String, String> variables =
          Map.of(
              "PRIMARY_ENDPOINT", primary.uri().toString(),
              "PRIMARY_BUCKET", "site",
              "SQS_ENDPOINT", sqsServer.endpoint().toString(),
              "AWS_ACCESS_KEY_ID", "theirs",
              "AWS_SECRET_ACCESS_KEY", "their-secret");

      try (Stack stack = start(variables, announced)) {
        assertThat(announced)
            .contains(
                "created queue understudy-changes",
                "created queue understudy-repairs",
                "created queue understudy-dead-letter",
                "created bucket site",
                "enabled versioning of bucket site",
                "configured bucket site to notify queue " + stack.queues().changes().url());
        assertThat(stack.embeddedStandby()).isPresent();
        assertReplicates(stack);
      }
      announced.clear();
      start(variables, announced).close();
      assertThat(announced)
          .as("everything but the policy, which the embedded SQS does not keep, was there")
          .allMatch(text -> text.contains("to receive events"));
    }
  }

  private static void send(SqsClient sqs, String arn, List<String> bodies) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    String url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
    bodies.forEach(body -> sqs.sendMessage(request -> request.queueUrl(url).messageBody(body)));
  }

  @Test
  void saysWhichVariableNamesAServerThatDoesNotAnswer() {
    Map<String, String> variables = only("STANDBY_");
    variables.put("STANDBY_ENDPOINT", "http://127.0.0.1:1");

    assertThatThrownBy(() -> start(variables, new ArrayList<>()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("STANDBY_ENDPOINT is http://127.0.0.1:1, which does not answer")
        .hasMessageContaining("unset the variable");
  }

  @Test
  void saysWhichVariableHoldsKeysThatAreRefused() {
    Map<String, String> variables = only("STANDBY_");
    variables.put("STANDBY_SECRET_KEY", "not-the-secret");

    assertThatThrownBy(() -> start(variables, new ArrayList<>()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("STANDBY_ENDPOINT")
        .hasMessageContaining("Check STANDBY_ACCESS_KEY")
        .message()
        .doesNotContain("not-the-secret");
  }

  private static Stack start(Map<String, String> variables, List<String> announced) {
    return Stack.start(
        StackConfig.of(new Environment(variables)), StackTimings.brisk(), announced::add);
  }

  private static Map<String, String> only(String... prefixes) {
    Map<String, String> some = new HashMap<>(SERVERS);
    some.keySet().removeIf(name -> List.of(prefixes).stream().noneMatch(name::startsWith));
    return some;
  }

  private static void assertReplicates(Stack stack) {
    try (Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      writer.write(
          "a b/ü.txt",
          ObjectContent.of("for a real server"),
          new ObjectHeaders("text/plain", "no-cache", Map.of()));

      assertThat(stack.awaitQuiet(Duration.ofSeconds(30), backlog -> {})).isTrue();
      assertThat(standby.keys()).contains("a b/ü.txt");
      assertThat(BucketComparison.of(primary, standby, progress -> {}).differences()).isEmpty();
    }
  }
}
