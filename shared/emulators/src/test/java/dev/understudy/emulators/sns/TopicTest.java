package dev.understudy.emulators.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a topic retries. What it shares with SNS is tested by the contract of topics. */
class TopicTest {
  private final Map<String, Queue<String>> received = new ConcurrentHashMap<>();
  private final Topic topic = new Topic(this::take);
  private volatile String failing = "";

  @AfterEach
  void close() {
    topic.close();
  }

  private void take(String queue, List<String> bodies) throws IOException {
    if (queue.equals(failing)) {
      throw new IOException("The queue is down");
    }
    received.computeIfAbsent(queue, name -> new ConcurrentLinkedQueue<>()).addAll(bodies);
  }

  private List<String> of(String queue) {
    return List.copyOf(received.getOrDefault(queue, new ConcurrentLinkedQueue<>()));
  }

  private void awaitDrained() {
    await(topic::isDrained);
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("delivery takes too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void doesNotDelayOneQueueBecauseAnotherFails() {
    topic.subscribe("a");
    topic.subscribe("b");
    failing = "a";

    topic.publish(List.of("1"));
    await(() -> !of("b").isEmpty());
    assertThat(topic.isDrained()).as("it retries").isFalse();
    failing = "";
    awaitDrained();

    assertThat(of("a")).containsExactly("1");
    assertThat(of("b")).containsExactly("1");
  }

  @Test
  void dropsWhatIsNotDeliveredWhenASubscriptionEnds() {
    topic.subscribe("a");
    assertThat(topic.hasSubscribers()).isTrue();
    failing = "a";
    topic.publish(List.of("1"));
    topic.unsubscribe("a");
    failing = "";
    awaitDrained();

    assertThat(of("a")).isEmpty();
    assertThat(topic.hasSubscribers()).isFalse();
  }

  @Test
  void publishesNoneOfABatchWithAWrongMessage() {
    topic.subscribe("a");

    assertThatThrownBy(() -> topic.publish(List.of("fits", "é".repeat(Topic.MAX_BYTES / 2) + "x")))
        .hasMessageContaining("InvalidParameter", "262144");
    assertThatThrownBy(() -> topic.publish(List.of(""))).hasMessageContaining("InvalidParameter");
    awaitDrained();
    assertThat(of("a")).as("none of the batch").isEmpty();
  }
}
