package dev.understudy.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.emulators.edge.MonitorSettings;
import dev.understudy.emulators.edge.OriginTimeouts;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.stack.EqualBuckets;
import dev.understudy.lab.stack.Installation;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A primary that answers 503, which no retry hides, and the way back. */
class DrillTest {
  private static final EdgeSettings BRISK =
      new EdgeSettings(
          new MonitorSettings(
              Duration.ofMillis(600),
              Duration.ofMillis(250),
              1,
              2,
              2,
              List.of("WEU"),
              Duration.ofMillis(1_500)),
          new OriginTimeouts(Duration.ofSeconds(1), Duration.ofMillis(1_500)));

  @Test
  void failsOverWithinTheWorstCaseAndBackWhenFresh() throws Exception {
    assertFailsOverAndBack(StackConfig.embedded());
  }

  @Test
  void failsOverToAStandbyThatNeedsTheMarker() throws Exception {
    try (S3Endpoint standby =
        S3Endpoint.builder().quirks(Quirks.MARKER_MINIO).credentials("ak", "sk").start()) {
      assertFailsOverAndBack(
          StackConfig.of(
              new Environment(
                  Map.of(
                      "STANDBY_ENDPOINT", standby.uri().toString(),
                      "STANDBY_ACCESS_KEY", "ak",
                      "STANDBY_SECRET_KEY", "sk"))));
    }
  }

  private static void assertFailsOverAndBack(StackConfig config) throws Exception {
    long seed = Long.getLong("drill.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    try (Installation installation =
            Installation.start(config, StackTimings.brisk(), nothing -> {});
        DrillEnvironment environment =
            DrillEnvironment.start(
                installation.stacks(), Optional.empty(), BRISK, random.split())) {
      List<DrillResult> results =
          environment.run(Failure.ERRORS, random, new Timeline(new Terminal(System.out, false)));

      assertThat(results)
          .hasSize(config.standbys())
          .allSatisfy(result -> assertPassed(result, seed));
      assertEqual(environment);
    }
  }

  private static void assertPassed(DrillResult result, long seed) {
    assertThat(result.objections()).as("seed %d: %s", seed, result).isEmpty();
    assertThat(result.outage().failed()).as("503 is passed on").isPositive();
    assertThat(result.outage().retried()).as("503 is not tried again").isZero();
    assertThat(result.outage().rto()).isPositive();
    assertThat(result.detected()).isLessThan(result.steered());
  }

  private static void assertEqual(DrillEnvironment environment) {
    environment.writes().pause();
    try {
      EqualBuckets.assertEqual(environment.stacks());
    } finally {
      environment.writes().resume();
    }
  }

  /** The primary fails, and then the first standby too, while the edge serves readers from it. */
  @Test
  void failsOverToTheSecondStandbyWhereTheFirstFailsToo() throws Exception {
    assertFailsOverAndBack(StackConfig.of(new Environment(Map.of("STANDBYS", "2"))));
  }

  /** With several standbys, a drill must not stop a real one. */
  @Test
  void asksForAnEmbeddedFirstStandbyWhereThereAreTwo() {
    try (S3Endpoint real =
            S3Endpoint.builder().quirks(Quirks.MINIO).credentials("ak", "sk").start();
        Installation installation =
            Installation.start(
                StackConfig.of(
                    new Environment(
                        Map.of(
                            "STANDBYS", "2",
                            "STANDBY_ENDPOINT", real.uri().toString(),
                            "STANDBY_ACCESS_KEY", "ak",
                            "STANDBY_SECRET_KEY", "sk"))),
                StackTimings.brisk(),
                nothing -> {})) {
      assertThatThrownBy(
              () ->
                  DrillEnvironment.start(
                      installation.stacks(), Optional.empty(), BRISK, new SplittableRandom(1)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("STANDBY_ENDPOINT");
    }
  }

  /** A drill must not stop a real primary. */
  @Test
  void asksForAnEmbeddedPrimary() {
    try (S3Endpoint real = S3Endpoint.builder().credentials("ak", "sk").start();
        dev.understudy.lab.queue.SqsServer sqs = dev.understudy.lab.queue.SqsServer.start(0)) {
      StackConfig config =
          StackConfig.of(
              new Environment(
                  Map.of(
                      "PRIMARY_ENDPOINT",
                      real.uri().toString(),
                      "SQS_ENDPOINT",
                      sqs.endpoint().toString(),
                      "AWS_ACCESS_KEY_ID",
                      "ak",
                      "AWS_SECRET_ACCESS_KEY",
                      "sk")));
      try (Stack stack = Stack.start(config, StackTimings.brisk(), nothing -> {})) {
        assertThatThrownBy(
                () ->
                    DrillEnvironment.start(
                        List.of(stack), Optional.empty(), BRISK, new SplittableRandom(1)))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("PRIMARY_ENDPOINT");
      }
    }
  }
}
