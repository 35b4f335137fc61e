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

/** A topic that fans out to queues, as SNS does with raw message delivery. */
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
  void deliversEachBodyUnchangedToEachQueue() {
    topic.subscribe("a");
    topic.subscribe("b");

    topic.publish(List.of("{\"Records\":[]}", "2"));
    awaitDrained();

    assertThat(of("a")).containsExactlyInAnyOrder("{\"Records\":[]}", "2");
    assertThat(of("b")).containsExactlyInAnyOrder("{\"Records\":[]}", "2");
  }

  @Test
  void deliversOnceToAQueueThatIsSubscribedTwice() {
    topic.subscribe("a");
    topic.subscribe("a");

    topic.publish(List.of("1"));
    awaitDrained();

    assertThat(of("a")).containsExactly("1");
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
  void deliversOnlyWhatIsPublishedDuringASubscription() {
    topic.publish(List.of("before"));
    topic.subscribe("a");
    topic.publish(List.of("during"));
    awaitDrained();
    topic.unsubscribe("a");
    topic.publish(List.of("after"));
    awaitDrained();

    assertThat(of("a")).containsExactly("during");
    assertThat(topic.hasSubscribers()).isFalse();
  }

  @Test
  void refusesWhatSnsRefuses() {
    topic.subscribe("a");

    assertThatThrownBy(() -> topic.publish(List.of("fits", "é".repeat(Topic.MAX_BYTES / 2) + "x")))
        .hasMessageContaining("InvalidParameter", "262144");
    assertThatThrownBy(() -> topic.publish(List.of(""))).hasMessageContaining("InvalidParameter");
    awaitDrained();
    assertThat(of("a")).as("none of the batch").isEmpty();
  }
}
