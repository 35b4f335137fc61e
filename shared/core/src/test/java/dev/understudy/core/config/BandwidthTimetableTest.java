package dev.understudy.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthTimetableTest {
  private static final double KIB = 1024;
  private static final double MIB = 1024 * KIB;

  /** A Wednesday. */
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "512, 524288",
    "512k, 524288",
    "512K, 524288",
    "512B, 512",
    "10M, 10485760",
    "10MiB, 10485760",
    "1.5Mi, 1572864",
    "2G, 2147483648",
    "1T, 1099511627776",
    "off, Infinity",
    "OFF, Infinity",
    "0, Infinity",
    "' 1M ', 1048576"
  })
  void readsABandwidthAsRcloneDoes(String text, double bytes) {
    BandwidthTimetable table = BandwidthTimetable.parse(text);

    assertThat(table.bytesPerSecond(NOON)).isEqualTo(bytes);
    assertThat(table.lowest()).isEqualTo(bytes);
    assertThat(table.isLimited()).isEqualTo(bytes < Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource({
    "00:00, Infinity", "07:59, Infinity", "08:00, 524288", "11:59, 524288", "12:00, 10485760",
    "18:59, 10485760", "19:00, 31457280", "22:59, 31457280", "23:00, Infinity", "23:59, Infinity"
  })
  void changesAtTheBordersOfTheTimetableInUtc(String time, double bytes) {
    BandwidthTimetable table =
        BandwidthTimetable.parse("08:00,512k 12:00,10M 19:00,30M  23:00,off");

    assertThat(table.bytesPerSecond(Instant.parse("2026-03-04T" + time + ":59Z"))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    // A Monday, a Friday before and after the entry, a Saturday, a Sunday before and after it.
    "2026-03-02T00:00:00Z, 524288", "2026-03-06T23:58:00Z, 524288",
    "2026-03-06T23:59:00Z, 10485760", "2026-03-07T12:00:00Z, 10485760",
    "2026-03-08T19:59:00Z, 10485760", "2026-03-08T20:00:00Z, Infinity"
  })
  void knowsTheDaysOfTheWeek(Instant at, double bytes) {
    BandwidthTimetable table =
        BandwidthTimetable.parse("Mon-00:00,512 Friday-23:59,10M sun-20:00,off");

    assertThat(table.bytesPerSecond(at)).isEqualTo(bytes);
  }

  @Test
  void continuesTheLastEntryOfTheWeekUntilTheFirst() {
    BandwidthTimetable table = BandwidthTimetable.parse("Tue-08:00,1M Sat-08:00,2M");

    assertThat(table.bytesPerSecond(Instant.parse("2026-03-02T10:00:00Z"))).isEqualTo(2 * MIB);
    assertThat(table.bytesPerSecond(NOON)).isEqualTo(MIB);
  }

  @Test
  void letsALaterEntryReplaceAnEarlierOneOfTheSameMinute() {
    BandwidthTimetable table = BandwidthTimetable.parse("12:00,1M Wed-12:00,2M");

    assertThat(table.bytesPerSecond(NOON)).isEqualTo(2 * MIB);
    assertThat(table.bytesPerSecond(NOON.plusSeconds(86_400))).isEqualTo(MIB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10X",
        "fast",
        "-1M",
        "10M:1M",
        "10MB",
        "1e3",
        "",
        "24:00,1M",
        "08:60,1M",
        "8:00,1M",
        "08:00,",
        "08:00,1M;19:00,off",
        "08:00,1M,2M",
        "Mo-08:00,1M",
        "Mon 08:00,1M",
        "08:00,10M 19:00"
      })
  void refusesWhatItCannotReadAndNamesIt(String text) {
    assertThatThrownBy(() -> BandwidthTimetable.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + culprit(text) + "\"")
        .hasMessageContaining("must");
  }

  private static String culprit(String text) {
    return switch (text) {
      case "08:00,10M 19:00" -> "19:00";
      case "Mon 08:00,1M" -> "Mon";
      default -> text;
    };
  }

  @Test
  void hasNoLimitUnlessOneIsSet() {
    assertThat(BandwidthTimetable.OFF.bytesPerSecond(NOON)).isInfinite();
    assertThat(BandwidthTimetable.OFF.isLimited()).isFalse();
    assertThat(BandwidthTimetable.OFF.mean(0.2, 7)).isEqualTo(7, within(1e-9));
  }

  @Test
  void hasAMeanOverTheWeek() {
    BandwidthTimetable table = BandwidthTimetable.parse("00:00,10M 12:00,off");

    assertThat(table.mean(0.2, 4 * MIB)).isEqualTo(3 * MIB, within(1.0));
    assertThat(table.lowest()).isEqualTo(10 * MIB);
  }
}
