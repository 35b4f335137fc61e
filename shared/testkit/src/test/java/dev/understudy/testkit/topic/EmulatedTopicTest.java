package dev.understudy.testkit.topic;

import dev.understudy.emulators.sns.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The embedded topic. */
class EmulatedTopicTest extends TopicContract {
  @Override
  protected TopicUnderTest create() {
    return new Emulated();
  }

  private static final class Emulated implements TopicUnderTest {
    private final Map<String, BlockingQueue<String>> queues =
        Map.of("a", new LinkedBlockingQueue<>(), "b", new LinkedBlockingQueue<>());
    private final Topic topic = new Topic((queue, bodies) -> queues.get(queue).addAll(bodies));

    @Override
    public void subscribe(String queue) {
      topic.subscribe(queue);
    }

    @Override
    public void unsubscribe(String queue) {
      topic.unsubscribe(queue);
    }

    @Override
    public void publish(String body) {
      topic.publish(List.of(body));
    }

    @Override
    public List<String> receive(String queue) {
      List<String> received = new ArrayList<>();
      try {
        String first = queues.get(queue).poll(10, TimeUnit.SECONDS);
        if (first != null) {
          received.add(first);
          queues.get(queue).drainTo(received);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return received;
    }

    @Override
    public void close() {
      topic.close();
    }
  }
}
