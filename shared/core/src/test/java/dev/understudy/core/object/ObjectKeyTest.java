package dev.understudy.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectKeyTest {
  @Test
  void sortsAsListingsDoByTheBytesOfUtf8() {
    assertThat(
            Stream.of("\ud83d\ude00", "\uff5e", "b", "a/", "a", "a b", "\u00e9")
                .map(ObjectKey::new)
                .sorted()
                .map(ObjectKey::value))
        .containsExactly("a", "a b", "a/", "b", "\u00e9", "\uff5e", "\ud83d\ude00");
  }

  @Test
  void takes1024BytesAndNoMore() {
    assertThat(new ObjectKey("\u00e9".repeat(512)).value()).hasSize(512);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ObjectKey("\u00e9".repeat(512) + "a"))
        .withMessageContaining("1025");
  }

  @Test
  void rejectsWhatHasNoUtf8() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey("a\ud83d"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey(""));
  }
}
