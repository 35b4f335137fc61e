package dev.understudy.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.BucketComparison;
import dev.understudy.lab.console.Terminal;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import org.junit.jupiter.api.Test;

/** A region that is lost, a standby that takes writes, and a region that returns. */
class PromotionDrillTest {
  @Test
  void undoesNothingOfTheWritersAndEndsEqual() throws Exception {
    try (Stack stack = Stack.start(StackConfig.embedded(), StackTimings.brisk(), nothing -> {});
        BucketClient primary = BucketClient.open(stack.primary());
        BucketClient standby = BucketClient.open(stack.standby())) {
      Timeline timeline = new Timeline(new Terminal(System.out, false));

      assertThat(new PromotionDrill(stack, timeline).run()).isEmpty();

      assertThat(BucketComparison.of(primary, standby, progress -> {}).differences()).isEmpty();
      assertThat(primary.keys())
          .contains("promotion/created.txt", "promotion/overwritten.txt")
          .doesNotContain("promotion/deleted.txt");
    }
  }
}
