package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.soak.SoakRun;
import dev.understudy.testkit.junit.LeftOut;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * {@code make soak} for some seconds: many writers, and a real MinIO that stops and restarts.
 * Afterwards both buckets are equal, and the checks of the standby found nothing missing.
 */
class ChurnIT {
  private static final Duration LENGTH = Duration.ofSeconds(15);

  @Test
  void endsEqualOnMinio() throws Exception {
    try (RealMinio minio = LeftOut.ifMissing(RealMinio::start)) {
      assertEndsEqual(minio);
    }
  }

  @Test
  void endsEqualOnAMinioThatNeedsTheMarker() throws Exception {
    try (RealMinio minio = LeftOut.ifMissing(RealMinio::startMarker)) {
      assertEndsEqual(minio);
    }
  }

  private static void assertEndsEqual(RealMinio minio) throws Exception {
    long seed = Long.getLong("understudy.seed", System.nanoTime());
    StackConfig config =
        StackConfig.of(
            new Environment(
                Map.of(
                    "STANDBY_ENDPOINT", minio.endpoint().toString(),
                    "STANDBY_ACCESS_KEY", RealMinio.accessKey(),
                    "STANDBY_SECRET_KEY", RealMinio.secretKey())));
    System.out.println("ChurnIT: seed " + seed);
    try (Stack stack = Stack.start(config, StackTimings.brisk(), nothing -> {})) {
      boolean equal =
          new SoakRun(8, 200, LENGTH, seed)
              .run(stack, minio, new Terminal(System.out, false))
              .isEqual();

      assertThat(equal).as("seed %d", seed).isTrue();
      assertThat(stack.metric("StandbyUnstamped").values()).isNotEmpty().containsOnly(0.0);
      assertThat(stack.metric("StandbyForeignEtags").values()).isNotEmpty().containsOnly(0.0);
    }
  }
}
