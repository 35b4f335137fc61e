package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "1, 1, 1",
    "2, 1, 2",
    "3, 2, 4",
    "5, 8, 16",
    "10, 256, 512",
    "11, 450, 900",
    "1000, 450, 900"
  })
  void doublesUpToAQuarterOfAnHourHalfOfItByChance(int receives, long least, long most) {
    Backoff backoff = new Backoff(new SplittableRandom(receives));

    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.after(receives))
          .isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
    }
  }
}
