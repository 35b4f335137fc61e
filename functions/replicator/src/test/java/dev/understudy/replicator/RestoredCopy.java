package dev.understudy.replicator;

import dev.understudy.core.config.Environment;
import java.lang.reflect.Field;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The wiring of two environments that Lambda restored from one snapshot: both find the static state
 * of {@link SplittableRandom} as the snapshot has it. Prints the delays of each. Needs {@code
 * --add-opens java.base/java.util=ALL-UNNAMED}, and so a JVM of its own.
 */
final class RestoredCopy {
  static final String PREFIX = "delays ";

  private RestoredCopy() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    for (int copy = 0; copy < 2; copy++) {
      Field state = SplittableRandom.class.getDeclaredField("defaultGen");
      state.setAccessible(true);
      ((AtomicLong) state.get(null)).set(42);
      System.out.println(PREFIX + delays());
    }
  }

  private static String delays() {
    ReplicatorConfig config = ReplicatorConfig.of(new Environment(SnapshotWarmupTest.ENVIRONMENT));
    try (ReplicatorWiring wiring = ReplicatorWiring.of(config)) {
      return IntStream.range(0, 20)
          .mapToObj(i -> String.valueOf(wiring.backoff().after(20).toSeconds()))
          .collect(Collectors.joining(" "));
    }
  }
}
