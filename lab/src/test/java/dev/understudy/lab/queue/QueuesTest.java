package dev.understudy.lab.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.aws.SqsHintQueue;
import dev.understudy.core.config.Environment;
import dev.understudy.core.hint.Hint;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class QueuesTest {
  private static TestQueues test;

  @BeforeAll
  static void start() {
    test = new TestQueues(Duration.ofSeconds(7), 100);
  }

  @AfterAll
  static void stop() {
    test.close();
  }

  @Test
  void createsWhatIsMissingAndSaysSo() {
    assertThat(test.announced())
        .containsExactly(
            "created queue understudy-dead-letter",
            "created queue understudy-changes",
            "configured queue understudy-changes to move messages to understudy-dead-letter after"
                + " 100 receives",
            "created queue understudy-repairs",
            "configured queue understudy-repairs to move messages to understudy-dead-letter after"
                + " 100 receives");

    assertThat(test.queues().changes())
        .isEqualTo(
            new Queue(
                test.endpoint() + "/000000000000/understudy-changes",
                "arn:aws:sqs:us-east-1:000000000000:understudy-changes"));
    assertThat(attribute(QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo("7");
    assertThat(attribute(QueueAttributeName.REDRIVE_POLICY))
        .contains("understudy-dead-letter")
        .contains("100");
  }

  @Test
  void leavesQueuesThatExistAsTheyAre() {
    List<String> announced = new ArrayList<>();

    Queues again =
        Queues.prepare(test.sqs(), new QueueSettings(Duration.ofSeconds(99), 3), announced::add);

    assertThat(announced).isEmpty();
    assertThat(again.changes()).isEqualTo(test.queues().changes());
    assertThat(attribute(QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo("7");
  }

  @Test
  void movesAMessageThatIsReceivedTooOftenToTheDeadLetterQueue() {
    try (TestQueues impatient = new TestQueues(Duration.ZERO, 2)) {
      impatient.send("poison");
      receive(impatient.sqs(), impatient.queues().changes());
      receive(impatient.sqs(), impatient.queues().changes());

      await()
          .untilAsserted(
              () -> {
                receive(impatient.sqs(), impatient.queues().changes());
                assertThat(receive(impatient.sqs(), impatient.queues().deadLetter()))
                    .extracting(Message::body)
                    .containsExactly("poison");
              });
    }
  }

  @Test
  void keepsAFreshHintBackForAsLongAsIsAsked() {
    Hint hint = new Hint(new ObjectKey("hot"), Optional.empty());
    try (TestQueues own = new TestQueues(Duration.ofHours(1), 100)) {
      assertThat(hintQueue(own).send(hint, Duration.ofMinutes(15))).isTrue();
      assertThat(hintQueue(own).send(hint, Duration.ZERO)).isTrue();

      assertThat(own.queues().backlog(own.queues().changes())).isEqualTo(new Backlog(1, 0, 1));
    }
  }

  /** The function's own view: a message is sent back to the queue that it came from. */
  @Test
  void letsAMessageOfEitherQueueComeBackSooner() {
    try (TestQueues patient = new TestQueues(Duration.ofHours(1), 100)) {
      for (Queue queue : List.of(patient.queues().changes(), patient.queues().repairs())) {
        patient.sqs().sendMessage(r -> r.queueUrl(queue.url()).messageBody("hint"));
        Message message = receive(patient.sqs(), queue).get(0);
        String name = queue.arn().substring(queue.arn().lastIndexOf(':') + 1);

        hintQueue(patient)
            .retryAfter(
                Map.of(
                    new QueueMessage(name, "m", message.receiptHandle(), "hint", 1),
                    Duration.ZERO));

        await().untilAsserted(() -> assertThat(receive(patient.sqs(), queue)).hasSize(1));
      }
    }
  }

  private static SqsHintQueue hintQueue(TestQueues queues) {
    Map<String, String> environment =
        Map.of(
            "AWS_REGION",
            "us-east-1",
            "AWS_ACCESS_KEY_ID",
            "test",
            "AWS_SECRET_ACCESS_KEY",
            "test");
    return SqsHintQueue.connect(
        AwsAccess.of(new Environment(environment)),
        Optional.of(queues.endpoint()),
        "primary",
        queues.queues().changes().url(),
        Optional.of(queues.queues().repairs().url()),
        queues.queues().deadLetter().url());
  }

  @Test
  void countsWhatIsVisibleInFlightAndDelayed() {
    SqsClient sqs = test.sqs();
    Queue queue = test.queues().deadLetter();
    String url = queue.url();
    sqs.sendMessage(request -> request.queueUrl(url).messageBody("visible"));
    sqs.sendMessage(request -> request.queueUrl(url).messageBody("in flight"));
    sqs.sendMessage(request -> request.queueUrl(url).messageBody("later").delaySeconds(60));

    receive(sqs, queue);

    assertThat(test.queues().backlog(queue)).isEqualTo(new Backlog(1, 1, 1));
    assertThat(test.queues().backlog(queue).isEmpty()).isFalse();
    assertThat(test.queues().backlog(test.queues().changes()).isEmpty()).isTrue();
  }

  @Test
  void refusesSettingsThatSqsWouldRefuse() {
    assertThatThrownBy(() -> new QueueSettings(Duration.ofHours(13), 100))
        .hasMessageContaining("PT13H");
    assertThatThrownBy(() -> new QueueSettings(Duration.ofSeconds(30), 1001))
        .hasMessageContaining("1001");
  }

  private static String attribute(QueueAttributeName name) {
    return test.sqs()
        .getQueueAttributes(
            request ->
                request
                    .queueUrl(test.queues().changes().url())
                    .attributeNames(QueueAttributeName.ALL))
        .attributes()
        .get(name);
  }

  private static List<Message> receive(SqsClient sqs, Queue queue) {
    return sqs.receiveMessage(request -> request.queueUrl(queue.url())).messages();
  }
}
