package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Every pair of strings out of characters of each length, next to the borders between them. */
  @Test
  void comparesAnyTwoKeysAsTheirBytesAndCountsTheseBytes() {
    List<String> characters =
        List.of(
            "\u0001",
            "a",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\ud7ff",
            "\ue000",
            "\uff5e",
            "\uffff",
            "\ud800\udc00",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "\udbff\udfff");
    List<ObjectKey> keys = new ArrayList<>();
    for (String first : characters) {
      keys.add(new ObjectKey(first));
      characters.forEach(second -> keys.add(new ObjectKey(first + second)));
    }

    for (ObjectKey a : keys) {
      byte[] bytes = a.value().getBytes(UTF_8);
      int room = ObjectKey.MAX_BYTES - bytes.length;
      assertThat(new ObjectKey(a.value() + "x".repeat(room))).isNotNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ObjectKey(a.value() + "x".repeat(room + 1)))
          .withMessageContaining("1025");
      for (ObjectKey b : keys) {
        int order = Arrays.compareUnsigned(bytes, b.value().getBytes(UTF_8));
        assertThat(Integer.signum(a.compareTo(b)))
            .as("%s and %s", a, b)
            .isEqualTo(Integer.signum(order));
      }
    }
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
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey("\ud83da"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey("\ude00\ud83d"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey(""));
  }
}
