package dev.understudy.core.hint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ObjectKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HintTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "\u0001\n\u001f\"\\",
        "x\ufffe",
        "x\uffff",
        "\u00fc\u2028\ufffd",
        "\ud83d\ude00",
        "\udbff\udfff"
      })
  void isPrintableAsciiAndNamesTheSameKey(String name) {
    Hint hint = new Hint(new ObjectKey(name), Optional.of(Instant.parse("2026-03-01T12:00:00Z")));

    String json = hint.toJson("primary");

    assertThat(json.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    assertThat(new HintReader("primary").read(json).hints()).containsExactly(hint);
  }
}
