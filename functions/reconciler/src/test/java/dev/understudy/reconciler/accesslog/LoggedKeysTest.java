package dev.understudy.reconciler.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.ObjectKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

class LoggedKeysTest {
  private static final String LONGEST = "é".repeat(ObjectKey.MAX_BYTES / 2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "site/index.html",
        "a b",
        "a+b",
        "a + b",
        "a%20b",
        "100%",
        "50%-off",
        "a%2Bb c+d",
        "café/menü.pdf",
        "media/😀.png",
        "a?b=c&d",
        "a#b",
        "a\"b",
        "%",
        "%zz",
        "/a",
        "a//b"
      })
  void findsTheKeyHoweverOftenItIsEncoded(String key) {
    String once = SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    String form = URLEncoder.encode(key, StandardCharsets.UTF_8);
    for (String logged :
        List.of(
            once,
            form,
            SdkHttpUtils.urlEncodeIgnoreSlashes(once),
            URLEncoder.encode(form, StandardCharsets.UTF_8))) {
      assertThat(LoggedKeys.of("", logged)).as(logged).contains(new ObjectKey(key));
    }
    assertThat(LoggedKeys.of("", key)).contains(new ObjectKey(key));
  }

  @Test
  void findsTheLongestKey() {
    String twice = SdkHttpUtils.urlEncode(SdkHttpUtils.urlEncode(LONGEST));

    assertThat(LoggedKeys.of("", twice)).containsExactly(new ObjectKey(LONGEST));
  }

  @Test
  void readsAPlainKeyInOneWay() {
    assertThat(LoggedKeys.of("", "site/a.jpg")).containsExactly(new ObjectKey("site/a.jpg"));
  }

  @Test
  void addsThePrefixAndTheIndexOfAFolder() {
    assertThat(LoggedKeys.ofPath("site/", "/a.jpg")).containsExactly(new ObjectKey("site/a.jpg"));
    assertThat(LoggedKeys.ofPath("", "/")).containsExactly(new ObjectKey("index.html"));
    assertThat(LoggedKeys.ofPath("", "/docs/"))
        .containsExactly(new ObjectKey("docs/"), new ObjectKey("docs/index.html"));
  }

  @Test
  void refusesWhatCanBeNoKey() {
    assertThatThrownBy(() -> LoggedKeys.of("", "x".repeat(6_000))).hasMessageContaining("too long");
    assertThatThrownBy(() -> LoggedKeys.of("", "x".repeat(1_025)))
        .hasMessageContaining("no valid reading");
    assertThatThrownBy(() -> LoggedKeys.ofPath("", "a")).hasMessageContaining("slash");
  }

  /** Hostile text costs a few readings at most. */
  @Test
  void hasFewReadingsOfAnyText() {
    assertThat(LoggedKeys.of("", "%252B+%2B".repeat(100))).hasSizeLessThan(20);
  }
}
