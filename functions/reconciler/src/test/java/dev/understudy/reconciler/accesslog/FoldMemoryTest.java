package dev.understudy.reconciler.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.testkit.junit.SmallHeap;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FoldMemoryTest {
  /** Worth its seconds: neither logs nor readers must exhaust the memory of a function. */
  @Test
  void readsMoreKeysThanASetHoldsInASmallHeap() throws IOException, InterruptedException {
    assertThat(SmallHeap.run(MillionReads.class))
        .containsPattern("1000000 keys, 100000 dropped, 5[0-9]{6} bytes, again 1000000");
  }
}
