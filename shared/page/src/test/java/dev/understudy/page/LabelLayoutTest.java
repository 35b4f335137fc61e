package dev.understudy.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.page.LabelLayout.Placed;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Labels above a plot. */
class LabelLayoutTest {
  private static final int END = 960;
  private static final int LAST = 700;

  private final LabelLayout layout = new LabelLayout(12, END);

  @RepeatedTest(50)
  void noLabelOverlapsAnotherAndNoLineCrossesALabel() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int count = random.nextInt(1, 40);
    List<Double> xs =
        DoubleStream.generate(() -> random.nextDouble(48, LAST))
            .limit(count)
            .sorted()
            .boxed()
            .toList();
    List<String> texts =
        Stream.generate(() -> "wide WIDE Größe 令 ".repeat(random.nextInt(1, 9)))
            .limit(count)
            .toList();

    List<Placed> placed = layout.place(xs, texts);

    for (int i = 0; i < count; i++) {
      assertThat(end(placed.get(i))).as("seed %d", seed).isLessThanOrEqualTo(END);
      for (int j = i + 1; j < count; j++) {
        Placed left = placed.get(i);
        Placed right = placed.get(j);
        boolean apart = end(left) < right.x();
        // The line of the right label leads down from its row, and may not meet the left one.
        assertThat(apart || right.row() > left.row())
            .as("seed %d: %s %s", seed, left, right)
            .isTrue();
      }
    }
  }

  private double end(Placed label) {
    return label.x() + layout.width(label.text());
  }

  @Test
  void reusesTheTopRowWhenEveryEarlierLabelHasEnded() {
    assertThat(layout.place(List.of(50.0, 60.0, 400.0), List.of("first", "second", "third")))
        .extracting(Placed::row)
        .containsExactly(0, 1, 0);
  }

  @Test
  void cutsWhatDoesNotFitBetweenCodePoints() {
    String theatre = "🎭".repeat(30);

    assertThat(layout.place(List.of(900.0), List.of(theatre)).get(0).text())
        .isEqualTo("🎭".repeat(4) + "…");
  }
}
