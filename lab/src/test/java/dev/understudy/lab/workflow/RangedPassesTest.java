package dev.understudy.lab.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.note.NoteFields;
import dev.understudy.core.note.ReconcilerNotes;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The embedded stack whose schedule runs the deployed state machine. */
class RangedPassesTest {
  private static final StackTimings OFTEN =
      new StackTimings(
          Duration.ofSeconds(12),
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          Duration.ZERO,
          Optional.of(Duration.ofMillis(500)),
          Optional.empty());

  @Test
  void repairAndProveABucket() throws Exception {
    StackConfig config = StackConfig.of(new Environment(Map.of("RECONCILER_RANGES", "3")));
    try (Stack stack = Stack.start(config, OFTEN, line -> {});
        S3Client primary = stack.primary().s3();
        S3Client standby = stack.standby().s3()) {
      for (int i = 0; i < 30; i++) {
        String key = "%c/%d".formatted('a' + i % 3, i);
        primary.putObject(r -> r.bucket("primary").key(key), RequestBody.fromString(key));
      }
      standby.putObject(r -> r.bucket("standby").key("b/foreign"), RequestBody.fromString("x"));

      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!isProved(standby) && System.nanoTime() < end) {
        Thread.sleep(100);
      }

      NoteFields watermark = watermark(standby);
      assertThat(watermark.object("proof").orElseThrow().number("keys")).isEqualTo(30);
      assertThat(watermark.object("last").orElseThrow().text("pass"))
          .as("a pass over ranges")
          .isPresent();
    }
  }

  private static boolean isProved(S3Client standby) {
    return watermark(standby).object("proof").filter(p -> p.number("keys") == 30).isPresent();
  }

  private static NoteFields watermark(S3Client standby) {
    return new NoteFields(note(standby).flatMap(JsonTree::object).orElse(Map.of()));
  }

  private static Optional<String> note(S3Client standby) {
    try {
      return Optional.of(
          standby
              .getObjectAsBytes(r -> r.bucket("standby").key(ReconcilerNotes.WATERMARK.value()))
              .asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }
}
