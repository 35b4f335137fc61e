package dev.understudy.core.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.ObjectKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandbyEncryptionTest {
  private static final ObjectKey KEY = new ObjectKey("a");
  private static final ETag PARTS = new ETag("0123456789abcdef0123456789abcdef-3");
  private static final ETag WHOLE = new ETag("0123456789abcdef0123456789abcdef");

  private long nanos;
  private final StandbyEncryption encryption = new StandbyEncryption(() -> nanos);

  @Test
  void knowsNothingBeforeTheFirstAnswer() {
    assertThat(encryption.isKnown()).isFalse();
    assertThat(encryption.mayCut(KEY, PARTS)).isTrue();
  }

  @Test
  void forgetsAnAnswerAfterAMinute() {
    encryption.observe(null);
    assertThat(encryption.isKnown()).isTrue();
    assertThat(encryption.isOn()).isFalse();

    nanos = Duration.ofMinutes(1).toNanos();

    assertThat(encryption.isKnown()).isFalse();
  }

  @Test
  void followsTheLastAnswer() {
    encryption.observe("AES256");
    assertThat(encryption.isOn()).isTrue();
    encryption.observe(null);
    assertThat(encryption.isOn()).isFalse();
  }

  @Test
  void cutsEtagsWithPartsUnderKmsAlone() {
    encryption.observe("aws:kms");
    assertThat(encryption.mayCut(KEY, PARTS)).isTrue();
    assertThat(encryption.mayCut(KEY, WHOLE)).isFalse();
    assertThat(encryption.mayCut(new ObjectKey("folder/"), PARTS)).isFalse();

    encryption.observe("AES256");
    assertThat(encryption.mayCut(KEY, PARTS)).isFalse();
  }
}
