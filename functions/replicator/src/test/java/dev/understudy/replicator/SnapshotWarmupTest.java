package dev.understudy.replicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/** What the function does around Lambda's snapshot; lab's SnapshotTest has the real runtime. */
class SnapshotWarmupTest {
  /** Where nobody answers. */
  private static final String NOWHERE = "https://127.0.0.1:9";

  static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("AWS_REGION", "us-east-1"),
          Map.entry("PRIMARY_ENDPOINT", NOWHERE),
          Map.entry("PRIMARY_BUCKET", "primary"),
          Map.entry("STANDBY_ENDPOINT", NOWHERE),
          Map.entry("STANDBY_BUCKET", "standby"),
          Map.entry("STANDBY_ACCESS_KEY", "access"),
          Map.entry("STANDBY_SECRET_KEY", "secret-key"),
          Map.entry("SQS_ENDPOINT", NOWHERE),
          Map.entry("CHANGES_QUEUE_URL", NOWHERE + "/changes"),
          Map.entry("DEAD_LETTER_QUEUE_URL", NOWHERE + "/dead-letter"));

  @Test
  void playsOneObjectFromTheEventToTheWrite() {
    AtomicInteger played = new AtomicInteger();
    SnapshotWarmup.run(
        (stage, event) -> {
          ReplicatorConfig config = ReplicatorConfig.of(new Environment(stage));
          try (ReplicatorWiring wiring = ReplicatorWiring.forWarmup(config)) {
            var messages = LambdaEvents.messages(JsonTree.object(event).orElseThrow());
            var deadline = new Deadline(() -> 20_000, config.deadlineGuard());
            assertThat(wiring.replicator().replicate(messages, new Invocation("test", deadline)))
                .isEmpty();
            played.incrementAndGet();
          }
        });

    assertThat(played).hasValue(1);
  }

  @Test
  void neverFailsTheStartHoweverItEnds() {
    ReplicatorHandler handler = new ReplicatorHandler(ENVIRONMENT);

    handler.beforeCheckpoint(Core.getGlobalContext());
    SnapshotWarmup.run(
        (stage, event) -> {
          throw new IllegalStateException("the stage broke down");
        });
  }

  @Test
  void usesNothingOfBeforeTheSnapshotAfterIt() {
    ReplicatorHandler handler = new ReplicatorHandler(new HashMap<>(ENVIRONMENT));
    ReplicatorWiring before = handler.wiring();

    handler.beforeCheckpoint(Core.getGlobalContext());
    assertThat(handler.wiring()).isSameAs(before);
    handler.afterRestore(Core.getGlobalContext());

    assertThat(handler.wiring()).isNotSameAs(before);
    assertThat(handler.wiring().queue()).isNotSameAs(before.queue());
    assertThat(handler.wiring().stores()).isNotSameAs(before.stores());
  }

  /** Equal delays would bring a backlog back at the same moment in every environment. */
  @Test
  void drawsOtherDelaysInEachEnvironmentOfOneSnapshot() throws IOException {
    Process copies =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RestoredCopy.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(copies.getInputStream().readAllBytes(), UTF_8);

    assertThat(printed.lines().filter(line -> line.startsWith(RestoredCopy.PREFIX)))
        .as(printed)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }
}
