package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of docs/filters.md. {@code FilterOnRcloneIT} compares them with rclone. */
class FilterTest {
  private static final ObjectKey KEY = new ObjectKey("a");
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  static Stream<Arguments> patterns() {
    return Stream.of(
        Arguments.of("*.jpg", "a.jpg b/a.jpg .jpg", "a.jpeg a.jpg/b A.JPG"),
        Arguments.of("/*.jpg", "a.jpg", "b/a.jpg"),
        Arguments.of("/a/**", "a/b a/b/c", "a b/a/c"),
        Arguments.of("a/**", "a/b", "b/a/c ba/c"),
        Arguments.of("file?.txt", "file1.txt b/filex.txt", "file.txt file12.txt file/.txt"),
        Arguments.of("[a-c]x[^0-9]", "axy bxz/ a/cxq", "dxy ax1"),
        Arguments.of("*.{jpg,png}", "a.jpg a.png", "a.gif a.{jpg,png}"),
        Arguments.of("{a,b{c,d}}e", "ae bce bde", "be abce"),
        Arguments.of("a{,b}c", "ac abc", "abbc"),
        Arguments.of("a**c", "ac abc a/b/c", "acd x/ac"),
        Arguments.of("\\*\\[x\\]", "*[x]", "a[x]"),
        Arguments.of("a,b.c+(d)|^$", "a,b.c+(d)|^$", "a,bxc+(d)|^$"),
        Arguments.of("é?\uD83D\uDE00", "éx\uD83D\uDE00 éé\uD83D\uDE00", "ex\uD83D\uDE00"));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void matchesAsRcloneDoes(String pattern, String in, String out) {
    Filter filter = filter("+ " + pattern, "- *");
    for (String key : in.split(" ")) {
      assertThat(filter.holds(new ObjectKey(key))).as(key).isTrue();
    }
    for (String key : out.split(" ")) {
      assertThat(filter.holds(new ObjectKey(key))).as(key).isFalse();
    }
  }

  @Test
  void decidesByTheFirstRuleThatMatchesAndHoldsWhatNoneMatches() {
    Filter filter = filter("# images", "+ /keep/*.gif", "", "; more", "- *.gif", "- /tmp/");

    assertThat(held(filter, "keep/a.gif", "a.gif", "a.png", "tmp/a/b.png", "tmp", "b/tmp/c"))
        .containsExactly("keep/a.gif", "a.png", "tmp", "b/tmp/c");
  }

  @Test
  void forgetsTheRulesBeforeAnExclamationMark() {
    assertThat(held(filter("- *.a", "!", "- *.b"), "x.a", "x.b")).containsExactly("x.a");
  }

  /** rclone enters only directories that a rule includes, so the rule for files is not enough. */
  @Test
  void excludesWhatIsBelowAnExcludedDirectory() {
    assertThat(held(filter("+ dir/*.jpg", "- *"), "dir/a.jpg", "x/dir/a.jpg"))
        .containsExactly("dir/a.jpg");
    assertThat(held(filter("+ {**/,}dir/*.jpg", "- *"), "dir/a.jpg", "x/y/dir/a.jpg", "a.jpg"))
        .containsExactly("dir/a.jpg", "x/y/dir/a.jpg");
    assertThat(held(filter("+ /a/b/*.jpg", "- *"), "a/b/c.jpg", "a/c.jpg", "b/c.jpg"))
        .containsExactly("a/b/c.jpg");
  }

  @Test
  void decidesAKeyThatEndsInASlashAsADirectory() {
    assertThat(held(filter("- /tmp/", "- *.jpg"), "tmp/", "x.jpg/", "site/"))
        .containsExactly("x.jpg/", "site/");
  }

  @Test
  void alwaysHoldsTheHeartbeat() {
    Filter filter = filter("- *", "max-size: 0B");

    assertThat(filter.holds(ReservedKeys.HEARTBEAT)).isTrue();
    assertThat(filter.holds(object(ReservedKeys.HEARTBEAT, 10, NOW), NOW)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "min-size: 1k, 1023, 1024",
    "min-size: 1, 1023, 1024",
    "max-size: 1.5K, 1537, 1536",
    "max-size: 1MiB, 1048577, 1048576",
    "max-size: 10b, 11, 10",
  })
  void boundsSizes(String line, long out, long in) {
    assertThat(filter(line).holds(object(KEY, in, NOW), NOW)).isTrue();
    assertThat(filter(line).holds(object(KEY, out, NOW), NOW)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"max-age: 90, 91, 90", "max-age: 1d, 86401, 86400", "min-age: 2m, 119, 120"})
  void boundsAges(String line, long out, long in) {
    assertThat(filter(line).holds(object(KEY, 1, NOW.minusSeconds(in)), NOW)).isTrue();
    assertThat(filter(line).holds(object(KEY, 1, NOW.minusSeconds(out)), NOW)).isFalse();
  }

  @Test
  void acceptsTheLargestAgesAndSizes() {
    Filter filter = filter("max-age: 999999y", "max-size: 999999999999999999P");

    assertThat(filter.holds(object(KEY, Long.MAX_VALUE, Instant.EPOCH), NOW)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "*.jpg ! column 1 ! \"+ pattern\"",
        "-x ! column 1 ! \"- pattern\"",
        "+ a[b ! column 4 ! without \"]\"",
        "+ a]b ! column 4 ! without \"[\"",
        "+ a{b ! column 4 ! without \"}\"",
        "+ a}b ! column 4 ! without \"{\"",
        "+ a[]b ! column 4 ! empty",
        "+ a[[:alpha:]] ! column 5 ! \\[",
        "+ a[z-a] ! column 5 ! range",
        "+ a*** ! column 4 ! two stars",
        "+ {{[a-z]+}}.jpg ! column 3 ! regular expressions",
        "+ \\d ! column 3 ! backslash",
        "+ a\\ ! column 4 ! backslash",
        "min-size: many ! column 1 ! no size",
        "max-age: 1h30m ! column 1 ! no age",
        "delete: true ! column 1 ! not supported",
        "evict: yes ! column 1 ! true or false",
        "tag: public ! column 1 ! name=value",
        "exclude-tag: =x ! column 1 ! name=value",
        "storage-class: STANDARD-IA ! column 1 ! no storage class",
        "storage-class: STANDARD, ! column 1 ! no storage class",
      })
  void refusesWithLineAndColumn(String line, String column, String cause) {
    assertThatThrownBy(() -> filter("# first", line))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining(column)
        .hasMessageContaining(cause);
  }

  @Test
  void countsColumnsFromTheBeginningOfTheLine() {
    assertThatThrownBy(() -> filter(" \t+ a[b")).hasMessageContaining("line 1, column 6");
  }

  @Test
  void refusesWhatIsTooLargeOrNotText() {
    assertThatThrownBy(() -> Filter.parse(new byte[Filter.MAX_BYTES + 1]))
        .hasMessageContaining("65536 bytes");
    assertThatThrownBy(() -> Filter.parse(new byte[] {'-', ' ', (byte) 0xff}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> Filter.parse("- a\n".repeat(1001).getBytes(UTF_8)))
        .hasMessageContaining("line 1001")
        .hasMessageContaining("1000 rules and options");
    assertThatThrownBy(() -> filter("- " + "a".repeat(1025))).hasMessageContaining("1024");
    assertThatThrownBy(() -> filter("max-size: 1k", "max-size: 2k"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("twice");
  }

  @Test
  void hasADigestOfItsRulesAndOptions() {
    Filter filter = filter("- *.a", "max-size: 1k");

    assertThat(filter).isEqualTo(filter("# why", " - *.a ", "", "max-size: 1k"));
    assertThat(filter).isNotEqualTo(filter("- *.b", "max-size: 1k"));
    assertThat(filter.digest()).matches("[0-9a-f]{16}");
    assertThat(filter.lines()).isEqualTo(2);
    assertThat(Filter.NONE.digest()).isEqualTo("none");
  }

  /** A backtracking matcher would not end. */
  @ParameterizedTest
  @ValueSource(strings = {"*a*a*a*a*a*a*a*a*a*a*a*a*b", "**a**a**a**a**a**a**a**a**b"})
  void takesLinearTime(String pattern) {
    Filter filter = filter("- " + pattern);
    ObjectKey key = new ObjectKey("a".repeat(1024));

    for (int i = 0; i < 100; i++) {
      assertThat(filter.holds(key)).isTrue();
    }
  }

  @Test
  void holdsTheStorageClassesThatAreNamed() {
    Filter filter = filter("storage-class: STANDARD, INTELLIGENT_TIERING");

    assertThat(filter.holds(ofClass("STANDARD"), NOW)).isTrue();
    assertThat(filter.holds(ofClass("INTELLIGENT_TIERING"), NOW)).isTrue();
    assertThat(filter.holds(ofClass("STANDARD_IA"), NOW)).isFalse();
    assertThat(filter("max-size: 1k").holds(ofClass("EXPRESS_ONEZONE"), NOW)).isTrue();
  }

  @Test
  void holdsObjectsWithOneOfTheTagsAndNoneOfTheExcludedOnes() {
    Filter filter = filter("tag: tier=public", "tag: a=b=c", "exclude-tag: draft=");

    assertThat(filter.holds(tagged(Map.of("tier", "public", "x", "y")), NOW)).isTrue();
    assertThat(filter.holds(tagged(Map.of("a", "b=c")), NOW)).isTrue();
    assertThat(filter.holds(tagged(Map.of("tier", "Public")), NOW)).isFalse();
    assertThat(filter.holds(tagged(Map.of()), NOW)).isFalse();
    assertThat(filter.holds(tagged(Map.of("tier", "public", "draft", "")), NOW)).isFalse();
    assertThat(filter.holds(tagged(Map.of("tier", "public", "draft", "no")), NOW)).isTrue();
  }

  @Test
  void excludesNothingByTagsThatAreNotKnown() {
    Filter filter = filter("tag: tier=public");

    assertThat(filter.holds(object(KEY, 1, NOW), NOW)).isTrue();
    assertThat(filter.readsTags()).isTrue();
    assertThat(filter("- *.a").readsTags()).isFalse();
  }

  @Test
  void evictsOnlyWhereItSaysSo() {
    assertThat(filter("- *.a", "evict: true").evicts()).isTrue();
    assertThat(filter("- *.a", "evict: false").evicts()).isFalse();
    assertThat(filter("- *.a").evicts()).isFalse();
    assertThat(Filter.NONE.evicts()).isFalse();
  }

  @Test
  void refusesToEvictObjectsForTheirYouth() {
    assertThatThrownBy(() -> filter("evict: true", "min-age: 1h"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("exclude each other");
    assertThatThrownBy(() -> filter("min-age: 1h", "evict: true")).hasMessageContaining("line 2");
    assertThat(filter("min-age: 1h", "evict: false").evicts()).isFalse();
  }

  private static ObjectProperties object(ObjectKey key, long size, Instant modified) {
    return new ObjectProperties(key, size, modified, "STANDARD", Optional.empty());
  }

  private static ObjectProperties ofClass(String storageClass) {
    return new ObjectProperties(KEY, 1, NOW, storageClass, Optional.empty());
  }

  private static ObjectProperties tagged(Map<String, String> tags) {
    return new ObjectProperties(KEY, 1, NOW, "STANDARD", Optional.of(tags));
  }

  private static List<String> held(Filter filter, String... keys) {
    return Stream.of(keys).filter(key -> filter.holds(new ObjectKey(key))).toList();
  }

  private static Filter filter(String... lines) {
    return Filter.parse(String.join("\n", lines).getBytes(UTF_8));
  }
}
