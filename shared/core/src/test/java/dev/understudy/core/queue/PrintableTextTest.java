package dev.understudy.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "1, 0001",
    "1f, 001f",
    "d83d, d83d",
    "dfff, dfff",
    "fffe, fffe",
    "ffff, ffff"
  })
  void escapesWhatSqsRejects(String character, String escape) {
    String text = "a" + (char) Integer.parseInt(character, 16) + "b";

    assertThat(PrintableText.of(text)).isEqualTo("a\\u" + escape + "b");
  }

  @ParameterizedTest
  @CsvSource({"9", "a", "d", "20", "7f", "d7ff", "e000", "fffd", "10000", "1f600", "10ffff"})
  void keepsWhatSqsAccepts(String character) {
    String text = "a" + Character.toString(Integer.parseInt(character, 16)) + "b";

    assertThat(PrintableText.of(text)).isEqualTo(text);
  }

  @Test
  void cutsBetweenCharacters() {
    String emoji = "\ud83d\ude00";

    assertThat(PrintableText.of("a" + emoji.repeat(1_000)))
        .isEqualTo("a" + emoji.repeat(PrintableText.MAX_LENGTH / 2 - 1) + "...");
    assertThat(PrintableText.of("a".repeat(PrintableText.MAX_LENGTH)))
        .hasSize(PrintableText.MAX_LENGTH);
  }
}
