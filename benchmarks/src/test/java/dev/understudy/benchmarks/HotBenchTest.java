package dev.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HotBenchTest {
  @Test
  void servesAndStoresMoreForMoreDays() throws IOException {
    List<HotRates> rates = HotBench.run(new HotBench.Load(500, 3_500, 35, 7));

    assertThat(rates).extracting(HotRates::meanOfRequests).isSorted();
    assertThat(rates).extracting(HotRates::meanStored).isSorted();
    assertThat(rates.get(0).meanStored()).isBetween(1.0, 60.0);
    assertThat(rates.get(2).requests()).hasSize(4).allMatch(percent -> percent > 60);
    assertThat(HotBench.table(rates)).hasSize(5);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(new HotTraffic(1_000, 3).nextDay(100))
        .isEqualTo(new HotTraffic(1_000, 3).nextDay(100))
        .isNotEqualTo(new HotTraffic(1_000, 4).nextDay(100));
  }
}
