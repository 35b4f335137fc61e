package dev.understudy.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.demo.Screen;
import dev.understudy.lab.stack.Pace;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.testkit.edge.Origin;
import dev.understudy.testkit.real.RealDroplet;
import dev.understudy.testkit.real.RealMinio;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Failover to real standbys, at the pace of {@code make drill}. */
class DrillIT {
  private static final int FACTOR = 30;

  private final long seed = Long.getLong("drill.seed", System.nanoTime());
  private final Screen screen = new Screen(System.out, false);

  @Test
  void failsOverToARealMinioWhateverThePrimaryDoes() throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (RealMinio minio = RealMinio.startOrLeaveOut();
        Stack stack =
            start(
                minio.endpoint().toString(),
                RealMinio.accessKey(),
                RealMinio.secretKey(),
                "standby");
        Scenery scenery =
            Scenery.set(stack, Optional.empty(), Scale.production(FACTOR), random.split())) {

      assertThat(new Drills(scenery, random, screen).play(FACTOR)).as("seed %d", seed).isTrue();
    }
  }

  /** Through the droplet's own nginx, its TLS, and the client certificate that it asks for. */
  @Test
  void failsOverToTheDropletAsItIsRendered() throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (RealDroplet droplet = RealDroplet.startOrLeaveOut();
        Stack stack =
            start(
                droplet.minio().toString(),
                droplet.minioSetting("MINIO_ROOT_USER"),
                droplet.minioSetting("MINIO_ROOT_PASSWORD"),
                "assets");
        Scenery scenery =
            Scenery.set(
                stack,
                Optional.of(
                    new Origin(
                        "standby", droplet.origin(), "localhost", Optional.of(droplet.edge()))),
                Scale.production(FACTOR),
                random.split())) {
      Result result = scenery.play(Failure.REFUSES, random, screen);

      assertThat(result.objections()).as("seed %d: %s", seed, result).isEmpty();
      assertThat(result.outage().retried()).as("served by the second try").isPositive();
    }
  }

  private static Stack start(String endpoint, String accessKey, String secretKey, String bucket) {
    return Stack.start(
        StackConfig.of(
            new Environment(
                Map.of(
                    "STANDBY_ENDPOINT", endpoint,
                    "STANDBY_ACCESS_KEY", accessKey,
                    "STANDBY_SECRET_KEY", secretKey,
                    "STANDBY_BUCKET", bucket))),
        Pace.brisk(),
        nothing -> {});
  }
}
