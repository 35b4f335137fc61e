package dev.understudy.testkit.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A topic that delivers raw messages to queues. Each test has its own topic. */
abstract class TopicContract {
  /** The greatest message that SNS accepts, in bytes of UTF-8. */
  private static final int MAX_BYTES = 256 * 1024;

  private static final String EVENT =
      "{\"Records\":[{\"s3\":{\"object\":{\"key\":\"a+%C3%A9\",\"size\":1}}}], \"é\":"
          + " \"<&>\u2028😀\"}";

  /** A topic, and the queues a and b. */
  interface TopicUnderTest extends AutoCloseable {
    /** Subscribes a queue with raw message delivery. */
    void subscribe(String queue);

    void unsubscribe(String queue);

    /** Publishes one message. Throws if it is not accepted. */
    void publish(String body);

    /** The messages that have arrived since the last call. Waits for the first. */
    List<String> receive(String queue);

    @Override
    void close();
  }

  private final TopicUnderTest topic = create();

  protected abstract TopicUnderTest create();

  @AfterEach
  void close() {
    topic.close();
  }

  @Test
  void deliversEachBodyUnchangedToEachQueue() {
    topic.subscribe("a");
    topic.subscribe("b");

    topic.publish(EVENT);
    topic.publish("2");

    assertThat(receive("a", 2)).containsExactlyInAnyOrder(EVENT, "2");
    assertThat(receive("b", 2)).containsExactlyInAnyOrder(EVENT, "2");
  }

  @Test
  void deliversOnceToAQueueThatIsSubscribedTwice() {
    topic.subscribe("a");
    topic.subscribe("a");

    topic.publish("1");
    topic.publish("2");

    assertThat(receive("a", 2)).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void deliversOnlyWhatIsPublishedDuringASubscription() {
    topic.subscribe("b");
    topic.publish("before");
    assertThat(receive("b", 1)).containsExactly("before");
    topic.subscribe("a");
    topic.publish("during");
    assertThat(receive("a", 1)).containsExactly("during");
    topic.unsubscribe("a");
    topic.publish("after");
    topic.subscribe("a");
    topic.publish("again");

    assertThat(receive("a", 1)).containsExactly("again");
    assertThat(receive("b", 3)).containsExactlyInAnyOrder("during", "after", "again");
  }

  @Test
  void acceptsMessagesOfUpTo256KiB() {
    topic.subscribe("a");
    String greatest = "é".repeat(MAX_BYTES / 2);

    assertThatThrownBy(() -> topic.publish(greatest + "x"))
        .hasMessageContaining("Invalid")
        .hasMessageContaining("arameter");
    assertThatThrownBy(() -> topic.publish(""))
        .hasMessageContaining("Invalid")
        .hasMessageContaining("arameter");
    topic.publish(greatest);

    assertThat(receive("a", 1)).containsExactly(greatest);
  }

  /** Receives until at least this number of messages has arrived. */
  private List<String> receive(String queue, int number) {
    List<String> received = new ArrayList<>();
    while (received.size() < number) {
      List<String> some = topic.receive(queue);
      assertThat(some).as("%s received %d of %d", queue, received.size(), number).isNotEmpty();
      received.addAll(some);
    }
    return received;
  }
}
