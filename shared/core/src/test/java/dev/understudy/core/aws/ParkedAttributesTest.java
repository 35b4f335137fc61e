package dev.understudy.core.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.queue.QueueMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParkedAttributesTest {
  private static final String ID = "059f36b4-87a3-44ab-83d2-661975830a7d";

  private static QueueMessage message(int bytes) {
    return new QueueMessage("changes", ID, "handle", "x".repeat(bytes), 11);
  }

  @Test
  void keepsTheWholeReasonOfAUsualMessage() {
    assertThat(ParkedAttributes.of(message(1000), "The bucket is not the configured one: b"))
        .isEqualTo(Map.of("reason", "The bucket is not the configured one: b", "messageId", ID));
  }

  /** Each of these characters has three or four bytes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 60, 65, 66, 67, 68, 69, 70, 71, 72, 500, 1500})
  void staysWithinTheLimitOfSqsWhateverTheBodyLeaves(int left) {
    for (int limit : new int[] {256 << 10, 1 << 20}) {
      Map<String, String> attributes =
          ParkedAttributes.of(message(limit - left), "\u20ac\ud83d\ude00".repeat(500));

      int size = limit - left;
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        assertThat(attribute.getValue()).isNotEmpty().doesNotContain("?");
        assertThat(Character.isHighSurrogate(lastOf(attribute.getValue()))).isFalse();
        size += attribute.getKey().length() + "String".length();
        size += attribute.getValue().getBytes(UTF_8).length;
      }
      assertThat(size).isLessThanOrEqualTo(limit);
      assertThat(attributes.containsKey("reason")).isEqualTo(left == 20 || left >= 66);
      assertThat(attributes.containsKey("messageId")).isEqualTo(left >= 51);
    }
  }

  private static char lastOf(String text) {
    return text.charAt(text.length() - 1);
  }
}
