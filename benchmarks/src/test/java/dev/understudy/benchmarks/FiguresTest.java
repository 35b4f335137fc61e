package dev.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void showsTheMedianBetweenTheLeastAndTheMost() {
    Figure figure = new Figure("CPU s/GiB", List.of(2.5, 0.25, 12.04));

    assertThat(figure.median()).isEqualTo(2.5);
    assertThat(figure).hasToString("2.50 (0.250 - 12.0) CPU s/GiB");
    assertThat(new Figure("s", List.of(1234.5))).hasToString("1,235 s");
  }

  @Test
  void refusesAFigureThatNobodyTook() {
    assertThatThrownBy(() -> new Figure("s", List.of())).hasMessage("No value of s");
  }

  @Test
  void percentilesAreTimesThatWereMeasured() {
    Percentiles times =
        new Percentiles(IntStream.rangeClosed(1, 200).mapToObj(n -> (double) n).toList());

    assertThat(times.at(50)).isEqualTo(100);
    assertThat(times.at(99)).isEqualTo(198);
    assertThat(times.at(100)).isEqualTo(200);
  }

  @Test
  void aGoalIsMissedOnItsWrongSideOnly() {
    assertThat(Goal.atMost("P1", "ratio", 1.25, 1.25).met()).isTrue();
    assertThat(Goal.atMost("P1", "ratio", 1.26, 1.25).met()).isFalse();
    assertThat(Goal.atLeast("P2", "ratio", 1.99, 2).met()).isFalse();
    assertThat(Goal.atLeast("P2", "ratio", Double.NaN, 2).met()).isFalse();
  }

  @Test
  void countsCallsPerObjectAndKeepsBytesApart() {
    RequestCounts counts =
        new RequestCounts(
            Map.of("GetObject", 20L, RequestCounts.SENT, 4096L), Map.of("PutObject", 10L));

    assertThat(RequestCounts.calls(counts.primary())).isEqualTo(20);
    assertThat(RequestCounts.bytes(counts.primary(), RequestCounts.SENT)).isEqualTo(4096);
    assertThat(RequestCounts.bytes(counts.standby(), RequestCounts.RECEIVED)).isZero();
    assertThat(counts.per(20))
        .isEqualTo("1 (GetObject 1) at S3; 0.500 (PutObject 0.500) at standby");
  }
}
