package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.drill.PromotionDrill;
import dev.understudy.lab.drill.Timeline;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A region that is lost, a standby that takes writes, a region that returns, and the way back. */
class PromotionDrillTest {
  @Test
  void undoesNothingOfTheWritersAndEndsEqual() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Stack stack = Stack.start(StackConfig.embedded(), StackTimings.brisk(), nothing -> {});
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      Terminal terminal =
          new Terminal(new PrintStream(printed, true, StandardCharsets.UTF_8), false);

      assertThat(new PromotionDrill(stack, new Timeline(terminal), CommandProcess.LAUNCHER).run())
          .isEmpty();

      assertThat(BucketComparison.of(primary, standby, progress -> {}).differences()).isEmpty();
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(
            "written by writers 20, at the primary after failback 17, conflicts reported 3, lost"
                + " 0");
  }
}
