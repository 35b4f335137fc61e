package dev.understudy.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private final Series series = new Series();

  @Test
  void knowsNothingAtFirst() {
    assertThat(series.count()).isZero();
    assertThat(series.sum()).isZero();
    assertThat(series.minimum()).isEmpty();
    assertThat(series.maximum()).isEmpty();
    assertThat(series.percentile(50)).isEmpty();
    assertThat(series.values()).isEmpty();
  }

  @Test
  void takesThePercentileByNearestRank() {
    IntStream.rangeClosed(1, 100)
        .map(n -> 101 - n)
        .forEach(value -> series.add(MetricValues.Values.of(value)));

    assertThat(series.percentile(50)).hasValue(50);
    assertThat(series.percentile(99)).hasValue(99);
    assertThat(series.percentile(100)).hasValue(100);
    assertThat(series.percentile(0.1)).hasValue(1);
  }

  @Test
  void countsAValueAsOftenAsItWasSeen() {
    series.add(
        new MetricValues.Values(
            List.of(new MetricValues.Sample(1, 99), new MetricValues.Sample(1000, 1))));

    assertThat(series.count()).isEqualTo(100);
    assertThat(series.sum()).isEqualTo(1099);
    assertThat(series.percentile(99)).hasValue(1);
    assertThat(series.percentile(99.5)).hasValue(1000);
  }

  @Test
  void countsAStatisticSetInEverythingButPercentiles() {
    series.add(MetricValues.Values.of(7));
    series.add(new MetricValues.StatisticSet(3, 30, 2, 20));

    assertThat(series.count()).isEqualTo(4);
    assertThat(series.sum()).isEqualTo(37);
    assertThat(series.minimum()).hasValue(2);
    assertThat(series.maximum()).hasValue(20);
    assertThat(series.percentile(100)).hasValue(7);
  }

  @Test
  void forgetsOldValuesButNeverTheSum() {
    for (int n = 0; n < Series.KEPT + 10; n++) {
      series.add(MetricValues.Values.of(n));
    }

    assertThat(series.values()).hasSize(Series.KEPT).startsWith(10.0);
    assertThat(series.count()).isEqualTo(Series.KEPT + 10);
    assertThat(series.minimum()).hasValue(0);
  }

  @Test
  void refusesAPercentileThatIsNone() {
    assertThatThrownBy(() -> series.percentile(0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> series.percentile(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> series.percentile(100.1)).hasMessageContaining("100.1");
  }
}
