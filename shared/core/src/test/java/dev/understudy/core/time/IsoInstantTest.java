package dev.understudy.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Instant#parse} is the reference. */
class IsoInstantTest {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-28T06:00:00.000Z",
        "2026-11-28T06:00:00.123Z",
        "2026-11-28T06:00:00Z",
        "2026-11-28T06:00:00.123456789Z",
        "2024-02-29T23:59:59.999Z",
        "2026-02-29T00:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z",
        "2026-12-31T23:59:60.000Z",
        "2026-11-28T24:00:00.000Z",
        "2026-11-28T24:00:00.001Z",
        "2026-11-28T25:00:00.000Z",
        "2026-11-28T06:60:00.000Z",
        "2026-11-28T06:00:61.000Z",
        "2026-00-28T06:00:00.000Z",
        "2026-13-28T06:00:00.000Z",
        "2026-11-31T06:00:00.000Z",
        "2026-11-00T06:00:00.000Z",
        "2026-11-28t06:00:00.000z",
        "2026-11-28T06:00:00.000+",
        "2026-11-28 06:00:00.000Z",
        "-026-11-28T06:00:00.000Z",
        "\u0662026-11-28T06:00:00.000Z",
        "yesterday",
        ""
      })
  void readsWhatTheJdkReads(String text) {
    assertThat(time(text)).isEqualTo(reference(text));
  }

  @Test
  void readsTimesOfAnyDayAsTheJdk() {
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      String text = MILLIS.format(Instant.ofEpochMilli(random.nextLong(-1L << 44, 1L << 47)));
      assertThat(time(text)).as(text).isEqualTo(reference(text)).isPresent();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(IsoInstant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> reference(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
