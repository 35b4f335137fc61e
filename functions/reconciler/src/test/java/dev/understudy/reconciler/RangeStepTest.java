package dev.understudy.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The inputs for a pass over key ranges. */
class RangeStepTest {
  @Test
  void areReadAndWrittenAlike() {
    for (Map<String, ?> input :
        List.of(
            Map.of("plan", 64),
            Map.of("plan", 1, "restart", true),
            Map.of("pass", "p", "range", 0),
            Map.of("pass", "p", "range", 63, "deep", true),
            Map.of("pass", "p", "join", true))) {
      assertThat(ReconcileRequest.of(input).toMap()).isEqualTo(input);
    }
  }

  @Test
  void areRejectedWhereTheyContradictEachOther() {
    for (Map<String, ?> input :
        List.<Map<String, ?>>of(
            Map.of("pass", "p"),
            Map.of("range", 0),
            Map.of("join", true),
            Map.of("pass", "p", "range", 0, "join", true),
            Map.of("pass", "p", "plan", 2))) {
      assertThatThrownBy(() -> ReconcileRequest.of(input))
          .as("%s", input)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("\"pass\" goes with one of", "Allowed are");
    }
    assertThatThrownBy(() -> ReconcileRequest.of(Map.of("plan", 2, "dryRun", true)))
        .hasMessageContaining("go with \"deep\" and \"restart\" alone");
    assertThatThrownBy(() -> ReconcileRequest.of(Map.of("plan", 2, "prefix", "a/")))
        .hasMessageContaining("go with \"deep\" and \"restart\" alone");
    assertThatThrownBy(
            () -> ReconcileRequest.of(Map.of("pass", "p", "join", true, "restart", true)))
        .hasMessageContaining("which begin no pass");
  }

  @Test
  void areRejectedOutsideOfTheirBounds() {
    assertThatThrownBy(() -> ReconcileRequest.of(Map.of("plan", 65)))
        .hasMessageContaining("\"plan\" must be 1 to 64, not 65");
    assertThatThrownBy(() -> ReconcileRequest.of(Map.of("plan", "8")))
        .hasMessageContaining("\"plan\" must be 1 to 64, not 8");
    assertThatThrownBy(() -> ReconcileRequest.of(Map.of("pass", "p", "range", -1)))
        .hasMessageContaining("\"range\" must be 0 to 63, not -1");
  }
}
