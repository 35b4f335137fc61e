package dev.understudy.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.emulators.edge.EdgeOrigin;
import dev.understudy.emulators.real.RealDroplet;
import dev.understudy.emulators.real.RealMinio;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import dev.understudy.testkit.junit.LeftOut;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Failover to real standbys, at the pace of {@code make drill}. */
class DrillIT {
  private static final int FACTOR = 30;

  private final long seed = Long.getLong("drill.seed", System.nanoTime());
  private final Terminal terminal = new Terminal(System.out, false);

  @Test
  void failsOverToARealMinioWhateverThePrimaryDoes() throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (RealMinio minio = LeftOut.ifMissing(RealMinio::start);
        Stack stack =
            start(
                minio.endpoint().toString(),
                RealMinio.accessKey(),
                RealMinio.secretKey(),
                "standby");
        DrillEnvironment environment =
            DrillEnvironment.start(
                List.of(stack), Optional.empty(), EdgeSettings.production(FACTOR), random.split());
        DrillSeries series = new DrillSeries(environment, random, terminal)) {

      assertThat(series.run(FACTOR)).as("seed %d", seed).isTrue();
    }
  }

  /**
   * Through the droplet's own nginx, its TLS, and the client certificate that it asks for, to a
   * MinIO that requires the marker, as the droplet's image does.
   */
  @Test
  void failsOverToTheDropletAsItIsRendered() throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (RealDroplet droplet = LeftOut.ifMissing(RealDroplet::startOnMarkerMinio);
        Stack stack =
            start(
                droplet.minio().toString(),
                droplet.minioSetting("MINIO_ROOT_USER"),
                droplet.minioSetting("MINIO_ROOT_PASSWORD"),
                "assets");
        DrillEnvironment environment =
            DrillEnvironment.start(
                List.of(stack),
                Optional.of(
                    new EdgeOrigin(
                        "standby", droplet.origin(), "localhost", Optional.of(droplet.edge()))),
                EdgeSettings.production(FACTOR),
                random.split())) {
      DrillResult result = environment.run(Failure.REFUSES, random, new Timeline(terminal)).get(0);

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
        StackTimings.brisk(),
        nothing -> {});
  }
}
