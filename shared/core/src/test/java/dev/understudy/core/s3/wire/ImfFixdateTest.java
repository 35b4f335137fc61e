package dev.understudy.core.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImfFixdateTest {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Test
  void readsEachTime() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(253_402_300_800L));
      assertThat(ImfFixdate.parse(FORM.format(time))).isEqualTo(time);
    }
  }

  @Test
  void readsWhatTheFormatterOfTheJdkReads() {
    Random random = new Random(2);
    String characters = "0123456789 :,+-GMTJanMonDecFebab";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("Sun, 28 Feb 2026 08:49:37 GMT");
      for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
        text.setCharAt(
            random.nextInt(text.length()), characters.charAt(random.nextInt(characters.length())));
      }
      assertThat(ours(text.toString())).as(text.toString()).isEqualTo(ofTheJdk(text.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:60 GMT",
        "Sun, 06 ovD 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT"
      })
  void rejectsOtherTexts(String text) {
    assertThatThrownBy(() -> ImfFixdate.parse(text)).isInstanceOf(DateTimeException.class);
  }

  private static Optional<Instant> ours(String text) {
    try {
      return Optional.of(ImfFixdate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> ofTheJdk(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
