package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.queue.Backlog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** A standby that is added to a running stack is filled by its reconciler, and can be removed. */
class FurtherStandbyTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ObjectHeaders TEXT = new ObjectHeaders("text/plain", "no-cache", Map.of());

  private final Stack first =
      Stack.start(StackConfig.embedded(), StackTimings.brisk(), nothing -> {});
  private final Writer writer = Writer.open(first.primary());

  @AfterEach
  void close() {
    writer.close();
    first.close();
  }

  private Stack addSecond() {
    return first.addStandby(new StandbyName(2), nothing -> {});
  }

  private void write(String key) {
    writer.write(key, ObjectContent.of("content of " + key), TEXT);
  }

  private static String invoke(Stack stack, String function, String payload) {
    try (LambdaClient lambda = stack.lambda()) {
      InvokeResponse answer =
          lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
      assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
      return answer.payload().asUtf8String();
    }
  }

  private static void compareSides(Stack stack) {
    invoke(stack, Stack.RECONCILER, "{\"restart\":true}");
  }

  private static void assertEqual(Stack... stacks) {
    EqualBuckets.assertEqual(List.of(stacks));
  }

  private static List<String> keys(Stack stack) {
    try (BucketClient standby = BucketClient.open(stack.standby())) {
      return standby.keys().stream().filter(key -> !key.startsWith(".")).toList();
    }
  }

  @Test
  void isFilledByItsReconcilerAndThenFollowsEveryChange() {
    write("old/a");
    write("old/b");
    assertEqual(first);
    try (Stack second = addSecond()) {
      assertThat(second.awaitQuiet(LIMIT, backlog -> {})).isTrue();
      assertThat(keys(second)).isEmpty();
      double copied = first.metric("Copied").count();

      compareSides(second);

      assertEqual(second);
      assertThat(keys(second)).containsExactly("old/a", "old/b");
      assertThat(first.metric("Copied").count())
          .as("the backfill is no work for the first standby")
          .isEqualTo(copied);

      write("new");
      writer.delete("old/a");
      assertEqual(first, second);
      assertThat(keys(second)).containsExactly("new", "old/b");
      compareSides(first);
      compareSides(second);
      assertThat(first.metric("ProofAgeSeconds").count()).isPositive();
      assertThat(second.metric("ProofAgeSeconds").count()).isPositive();
    }
  }

  @Test
  void isNotDelayedByAnotherThatFails() {
    try (Stack second = addSecond()) {
      first.embeddedStandby().orElseThrow().pause();
      try {
        write("while/down");

        assertThat(second.awaitQuiet(LIMIT, backlog -> {})).isTrue();
        assertThat(keys(second)).containsExactly("while/down");
        assertThat(first.backlog().isEmpty()).as("the first has the event, too").isFalse();
      } finally {
        first.embeddedStandby().orElseThrow().resume();
      }
      assertEqual(first, second);
    }
  }

  @Test
  void isKnownToTheHealthProbesOfBoth() {
    try (Stack second = addSecond()) {
      for (Stack stack : List.of(first, second)) {
        assertThat(
                invoke(
                    stack,
                    Stack.PROBE,
                    "{\"only\":[\"primary\",\"standby\",\"notification\",\"heartbeat\"]}"))
            .as(stack.name().toString())
            .contains("\"StandbyHealthy\":1", "HeartbeatLag", "\"through\":\"the topic\"");
      }
      assertThat(second.variables())
          .containsEntry("METRIC_NAMESPACE", "Understudy/standby-2")
          .containsEntry("CHANGES_TOPIC_ARN", SqsNotifications.TOPIC_ARN)
          .doesNotContainEntry("STANDBY_SECRET_KEY", first.variables().get("STANDBY_SECRET_KEY"));
    }
  }

  @Test
  void leavesNoQueueAndNoSubscriptionWhereItIsRemoved() {
    Stack second = addSecond();
    String queue = second.queues().changes().name();
    assertThat(queue).isEqualTo("understudy-standby-2-changes");
    assertEqual(first, second);

    second.remove();

    assertThat(first.sqs().listQueues().queueUrls())
        .hasSize(3)
        .noneMatch(url -> url.contains("standby-2"));
    write("after");
    assertEqual(first);
    assertThat(keys(first)).containsExactly("after");
    assertThat(first.backlog()).isEqualTo(new Backlog(0, 0, 0));
  }
}
