package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.client.Difference;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many writers, many keys, every kind of change, the standby away in between: afterwards both sides
 * are equal, and the log has one line per outcome. Replay a failure with {@code -Dsoak.seed=},
 * though the threads' order is not seeded; {@code -Dsoak.keys= -Dsoak.writers= -Dsoak.changes=}
 * (each writer's) make it longer.
 */
class SoakTest {
  private static final int KEYS = Integer.getInteger("soak.keys", 2_000);
  private static final int WRITERS = Integer.getInteger("soak.writers", 8);
  private static final int CHANGES_EACH = Integer.getInteger("soak.changes", 260);
  private static final StackTimings PACE =
      StackTimings.of(Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(6));
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @Test
  void equalsThePrimaryWhateverTheWritersDid() throws Exception {
    long seed = Long.getLong("soak.seed", System.nanoTime());
    System.out.println("SoakTest: seed " + seed);
    try (Stack stack = Stack.start(StackConfig.embedded(), PACE, nothing -> {});
        Writer writer = Writer.open(stack.primary());
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      long began = System.nanoTime();
      runWriters(stack, writer, new SplittableRandom(seed));

      assertThat(stack.awaitQuiet(TIMEOUT, backlog -> {})).as("seed %d", seed).isTrue();

      List<Difference> differences =
          BucketComparison.of(primary, standby, progress -> {}).differences();
      assertThat(differences).as("seed %d", seed).isEmpty();
      assertThat(stack.queues().backlog(stack.queues().deadLetter()).isEmpty()).isTrue();
      assertThat(stack.metric("Parked").count()).isZero();
      assertThat(stack.unreadableLines()).isZero();
      System.out.printf(
          "SoakTest: %,d changes of %,d keys by %d writers, %.0f copied, %.0f deleted, lag p50 %.2f"
              + " s p99 %.2f s, %.0f converges a second%n",
          (long) WRITERS * CHANGES_EACH,
          KEYS,
          WRITERS,
          stack.metric("Copied").count(),
          stack.metric("Deleted").count(),
          stack.metric("Lag").percentile(50).orElse(0),
          stack.metric("Lag").percentile(99).orElse(0),
          converges(stack) / seconds(began));
    }
  }

  private static double converges(Stack stack) {
    return stack.metric("Copied").count()
        + stack.metric("Relabeled").count()
        + stack.metric("Deleted").count()
        + stack.metric("InSync").count();
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void runWriters(Stack stack, Writer writer, SplittableRandom random)
      throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<? extends Future<?>> running =
          IntStream.range(0, WRITERS)
              .mapToObj(n -> new Changes(n, writer, random.split()))
              .map(writers::submit)
              .toList();
      running.get(0).get();
      stack.embeddedStandby().orElseThrow().pause();
      running.get(1).get();
      stack.embeddedStandby().orElseThrow().resume();
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      writers.shutdownNow();
    }
  }

  private record Changes(int number, Writer writer, SplittableRandom random) implements Runnable {
    @Override
    public void run() {
      // The first two set the pace for the outage: one ends early, the other late.
      int changes = number == 0 ? CHANGES_EACH / 2 : CHANGES_EACH;
      for (int n = 0; n < changes; n++) {
        change(n);
      }
    }

    private void change(int n) {
      int index = random.nextInt(KEYS);
      String key = "%02x/%04d ü.txt".formatted(index % 16, index);
      int kind = random.nextInt(10);
      if (kind == 0) {
        writer.delete(key);
        return;
      }
      writer.write(
          key,
          ObjectContent.of("%d wrote %d ".formatted(number, n).repeat(random.nextInt(40))),
          new ObjectHeaders("text/plain", "max-age=" + n, Map.of("writer", "" + number)));
    }
  }
}
