package dev.understudy.core.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDecoderTest {
  @ParameterizedTest
  @CsvSource({
    "red+flower.jpg, red flower.jpg",
    "red%20flower.jpg, red flower.jpg",
    "1%2B1, 1+1",
    "100%25, 100%",
    "%25zz, %zz",
    "a/b, a/b",
    "a%2Fb, a/b",
    "caf%C3%A9, caf\u00e9",
    "caf\u00e9, caf\u00e9",
    "%f0%9f%98%80, \ud83d\ude00"
  })
  void decodesTheFormEncodingOfS3(String encoded, String key) {
    assertThat(KeyDecoder.decode(encoded).value()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%a", "a%zz", "%FF", "%C3%28", "%ED%A0%80", "%C0%AF", ""})
  void rejectsWhatIsNoEncodingOfAKey(String encoded) {
    assertThatIllegalArgumentException().isThrownBy(() -> KeyDecoder.decode(encoded));
  }
}
