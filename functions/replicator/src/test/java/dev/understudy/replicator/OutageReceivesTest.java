package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.queue.QueueMessage;
import dev.understudy.core.store.StoreException;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.sam.TemplateYaml;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.InMemoryStandby;
import dev.understudy.testkit.store.Samples;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * How often SQS delivers one message until it expires, with the queue's settings of template.yaml.
 * A message that is received more often than {@code maxReceiveCount} moves to the dead-letter queue
 * without a reason.
 */
class OutageReceivesTest {
  private static final ObjectKey KEY = new ObjectKey("k");

  /** Draws the largest number, so that every delay is the shortest. */
  private static final RandomGenerator SHORTEST_DELAYS =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new AssertionError("Only bounded numbers are drawn");
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final Map<?, ?> settings =
      (Map<?, ?>) ((Map<?, ?>) TemplateYaml.read().get("Metadata")).get("Understudy");
  private final Duration retention = seconds("QueueRetentionSeconds");
  private final Duration visibility = seconds("QueueVisibilityTimeoutSeconds");
  private final int maxReceives = (int) settings.get("MaxReceiveCount");

  private final InMemoryPrimary primary = new InMemoryPrimary(Clock.systemUTC());
  private final InMemoryStandby standby = new InMemoryStandby();
  private final RecordingQueue queue = new RecordingQueue();
  private final Replicator replicator =
      Replicators.over(primary, standby, queue, new Backoff(SHORTEST_DELAYS));

  @Test
  void movesNothingToTheDeadLetterQueueInAnOutageOfFourDays() {
    primary.put(KEY, new byte[] {1}, Samples.typed("text/plain"));
    standby.before(
        (operation, key) -> {
          throw new StoreException.Unavailable("connection refused", false, null);
        });

    assertThat(retention).isEqualTo(Duration.ofDays(4));
    assertThat(receivesUntilExpiry()).isBetween(700, maxReceives);
    assertThat(queue.parked).isEmpty();
  }

  /** A message in doubt returns after the visibility timeout, which is longer than any delay. */
  @Test
  void parksWhatStaysInDoubtBeforeItExpires() {
    long receives = retention.dividedBy(visibility);

    assertThat(receives).isGreaterThan(ReplicatorConfig.MAX_PARK_AFTER_RECEIVES);
    assertThat(maxReceives).isGreaterThan(ReplicatorConfig.MAX_PARK_AFTER_RECEIVES);
  }

  private int receivesUntilExpiry() {
    int receives = 0;
    Duration age = Duration.ZERO;
    while (age.compareTo(retention) < 0) {
      receives++;
      queue.delays.clear();
      assertThat(replicator.replicate(List.of(message(receives)), invocation())).hasSize(1);
      age = age.plus(queue.delays.getOrDefault("m", visibility));
    }
    return receives;
  }

  private Duration seconds(String setting) {
    return Duration.ofSeconds((int) settings.get(setting));
  }

  private static QueueMessage message(int receives) {
    return new QueueMessage(
        "changes", "m", "handle", "{\"bucket\":\"primary\",\"key\":\"k\"}", receives);
  }

  private static Invocation invocation() {
    return new Invocation("request", new Deadline(() -> 300_000, Duration.ofSeconds(20)));
  }
}
