package dev.understudy.core.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a MinIO did with each of these keys has been measured; docs/limits.md has the table. */
class KeyRulesTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("/a", Refusal.LEADING_SLASH),
        Arguments.of("//a", Refusal.LEADING_SLASH),
        Arguments.of("/", Refusal.LEADING_SLASH),
        Arguments.of("a//b", Refusal.EMPTY_SEGMENT),
        Arguments.of("a//", Refusal.EMPTY_SEGMENT),
        Arguments.of(".", Refusal.DOT_SEGMENT),
        Arguments.of("..", Refusal.DOT_SEGMENT),
        Arguments.of("./a", Refusal.DOT_SEGMENT),
        Arguments.of("a/.", Refusal.DOT_SEGMENT),
        Arguments.of("a/..", Refusal.DOT_SEGMENT),
        Arguments.of("a/./b", Refusal.DOT_SEGMENT),
        Arguments.of("a/../b", Refusal.DOT_SEGMENT),
        Arguments.of(" ./x", Refusal.DOT_SEGMENT),
        Arguments.of("a/ .. /b", Refusal.DOT_SEGMENT),
        Arguments.of("a/\u00a0..\u0085/b", Refusal.DOT_SEGMENT),
        Arguments.of("a\\..\\b", Refusal.DOT_SEGMENT),
        Arguments.of("a.b/c../. ", Refusal.DOT_SEGMENT),
        Arguments.of("x__XLDIR__", Refusal.DIRECTORY_ALIAS),
        Arguments.of("__XLDIR__", Refusal.DIRECTORY_ALIAS),
        Arguments.of("x__XLDIR__/y", Refusal.DIRECTORY_ALIAS),
        Arguments.of("x__XLDIR__/", Refusal.DIRECTORY_ALIAS),
        Arguments.of("a\0b", Refusal.NUL_CHARACTER),
        Arguments.of("s".repeat(256), Refusal.SEGMENT_TOO_LONG),
        Arguments.of("a/" + "s".repeat(256) + "/b", Refusal.SEGMENT_TOO_LONG),
        Arguments.of("\u4e2d".repeat(86), Refusal.SEGMENT_TOO_LONG),
        Arguments.of("s".repeat(247) + "/", Refusal.SEGMENT_TOO_LONG),
        Arguments.of(".understudy/watermark", Refusal.RESERVED_KEY),
        Arguments.of(".origin/health", Refusal.RESERVED_KEY));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatTheStandbyWouldRejectOrStoreUnderAnotherName(String key, Refusal reason) {
    assertThat(KeyRules.refusal(new ObjectKey(key))).hasValue(reason);
  }

  static Stream<String> accepted() {
    return Stream.of(
        "a",
        "a/",
        "a/b",
        "...",
        "a/...",
        ".hidden",
        "a/.b",
        "a./b../c.d",
        "x__XLDIR__y",
        "s".repeat(255),
        "s".repeat(246) + "/",
        ("s".repeat(255) + "/").repeat(3) + "x",
        "\u4e2d".repeat(85),
        "a b+c%d",
        "100%",
        "p%2Fq",
        "seg /x",
        " lead and trail ",
        "back\\slash",
        "colon:*?\"<>|",
        "#;=?&'~!@$^(){}[],`",
        "tab\tand\nline",
        "\u0001",
        "caf\u00e9",
        "cafe\u0301",
        "\ud83d\ude00",
        "\uff5e",
        "xl.meta",
        "part.1",
        ".minio.sys/x",
        ".understudy",
        ".origins/a",
        ".heartbeat/understudy");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void acceptsWhatTheStandbyHoldsUnderExactlyThisName(String key) {
    assertThat(KeyRules.refusal(new ObjectKey(key))).isEqualTo(Optional.empty());
  }

  @Test
  void labelsAreWhatLogsShow() {
    assertThat(Refusal.EMPTY_SEGMENT.label()).isEqualTo("empty_segment");
  }
}
