package dev.understudy.lab.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.aws.SqsRepairQueue;
import dev.understudy.core.config.Environment;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.hint.HintReader;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.PrintableText;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.queue.RepairQueue;
import dev.understudy.emulators.sqs.SqsCharacters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The lab's queues reject the characters that SQS rejects, and Understudy sends none of them. */
class SqsCharactersTest {
  private static final AwsAccess ACCESS =
      AwsAccess.of(
          new Environment(
              Map.of(
                  "AWS_REGION",
                  "us-east-1",
                  "AWS_ACCESS_KEY_ID",
                  "test",
                  "AWS_SECRET_ACCESS_KEY",
                  "test")));

  private final TestQueues queues = new TestQueues(Duration.ofHours(1), 1000);

  @AfterEach
  void stop() {
    queues.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1, 0xB, 0x1F, 0xFFFE, 0xFFFF})
  void rejectsTheCharactersThatSqsRejects(int character) {
    String text = "x" + Character.toString(character);

    assertThat(SqsCharacters.accepts(text)).isFalse();
    assertThatThrownBy(() -> queues.send(text)).isInstanceOf(SqsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x9, 0xA, 0xD, 0x20, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF})
  void acceptsTheCharactersThatSqsAccepts(int character) {
    String text = "x" + Character.toString(character);

    queues.send(text);

    assertThat(SqsCharacters.accepts(text)).isTrue();
    assertThat(received(queues.queues().changes())).isEqualTo(text);
  }

  @Test
  void takesHintsAtAnyKeyAndReasonsWithAnyCharacter() {
    Hint hint = new Hint(new ObjectKey("x\u0001\ufffe\uffff"), Optional.empty());
    Queues all = queues.queues();
    try (SqsRepairQueue repairs =
            SqsRepairQueue.connect(
                ACCESS, Optional.of(queues.endpoint()), "primary", all.repairs().url());
        SqsHintQueue changes =
            SqsHintQueue.connect(
                ACCESS,
                Optional.of(queues.endpoint()),
                "primary",
                all.changes().url(),
                Optional.of(all.repairs().url()),
                all.deadLetter().url())) {
      assertThat(repairs.send(List.of(hint)))
          .isEqualTo(new RepairQueue.SendResult(true, List.of()));
      assertThat(changes.send(hint, Duration.ZERO)).isTrue();
      QueueMessage message = new QueueMessage("changes", "m", "handle", "hint", 1);
      assertThat(changes.park(message, PrintableText.of("\u0000\ud83d\uffff"))).isTrue();
    }

    for (Queue queue : List.of(all.repairs(), all.changes())) {
      assertThat(new HintReader("primary").read(received(queue)).hints()).containsExactly(hint);
    }
    assertThat(received(all.deadLetter())).isEqualTo("hint");
  }

  private String received(Queue queue) {
    return queues
        .sqs()
        .receiveMessage(request -> request.queueUrl(queue.url()))
        .messages()
        .get(0)
        .body();
  }
}
