package dev.understudy.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How samples become the values of a plot. */
class SamplesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BEGAN = Long.MAX_VALUE - SECOND; // Overflows within the window.
  private static final PlotWindow WINDOW = new PlotWindow(BEGAN, 4, 1);

  private final Samples samples = new Samples();

  private void add(double seconds, double copied, double lag) {
    samples.add(
        BEGAN + (long) (seconds * SECOND), Map.of("copied", copied, "lag", lag, "backlog", copied));
  }

  @Test
  void allStepsTogetherHaveWhatWasCounted() {
    add(0, 10, 0);
    add(0.7, 31, 0);
    add(2.9, 31, 0);
    add(3.3, 47, 0);

    List<Double> rates = samples.rates(WINDOW, "copied");

    assertThat(rates.stream().mapToDouble(rate -> rate).sum()).isEqualTo(37, Offset.offset(1e-6));
    assertThat(rates.get(0)).isEqualTo(21, Offset.offset(1e-6));
    assertThat(rates.get(1)).isZero();
  }

  @Test
  void aMeanHasAGapWhereNothingWasCounted() {
    add(0, 0, 0);
    add(1, 4, 2);
    add(2, 4, 2);
    add(4, 8, 8);

    assertThat(samples.means(WINDOW, "lag", "copied")).containsExactly(0.5, Double.NaN, 1.5, 1.5);
  }

  @Test
  void aValueIsTheOneInTheMiddleOfAStep() {
    add(0, 0, 0);
    add(2, 8, 0);

    assertThat(samples.values(WINDOW, "backlog")).containsExactly(2.0, 6.0, 8.0, 8.0);
  }

  @Test
  void withoutSamplesEveryValueIsZero() {
    assertThat(samples.rates(WINDOW, "copied")).containsOnly(0.0).hasSize(4);
  }

  @Test
  void countsTimesWithinTheWindowOnly() {
    List<Long> times =
        Stream.of(-0.1, 0.0, 0.9, 3.999, 4.0).map(at -> BEGAN + (long) (at * SECOND)).toList();

    assertThat(WINDOW.rates(times)).containsExactly(2.0, 0.0, 0.0, 1.0);
    assertThat(PlotWindow.of(0, 14_300_000_000L).seconds()).isEqualTo(14.5);
  }
}
