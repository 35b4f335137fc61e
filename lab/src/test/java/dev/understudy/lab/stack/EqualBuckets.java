package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import java.time.Duration;
import java.util.List;

/** Compares standbys with their primary while nobody writes. */
public final class EqualBuckets {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private EqualBuckets() {}

  /** Waits until each stack is quiet, and asserts that its buckets are equal. */
  public static void assertEqual(List<Stack> stacks) {
    for (Stack stack : stacks) {
      try (BucketClient primary = BucketClient.open(stack.primary());
          BucketClient standby = BucketClient.open(stack.standby())) {
        assertThat(stack.awaitQuiet(LIMIT, backlog -> {})).isTrue();
        assertThat(BucketComparison.of(primary, standby, progress -> {}).differences())
            .as(stack.name().toString())
            .isEmpty();
      }
    }
  }
}
