package dev.understudy.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeldLabelsTest {
  private static HeldLabels.Held held(
      Map<String, String> headers, Map<String, String> metadata, Map<String, String> tags) {
    return HeldLabels.MINIO.of(
        new Attributes(new TreeMap<>(headers), new TreeMap<>(metadata), new TreeMap<>(tags)));
  }

  private static HeldLabels.Held tagged(Map<String, String> tags) {
    return held(Map.of(), Map.of(), tags);
  }

  @Test
  void holdsUsualLabelsUnchanged() {
    Attributes usual =
        new Attributes(
            new TreeMap<>(
                Map.of("content-type", "text/html", "content-disposition", "inline; filename=a.b")),
            new TreeMap<>(Map.of("title", "=?UTF-8?B?Y2Fmw6k=?=", "empty", "", "tab", "a\tb")),
            new TreeMap<>(Map.of("a b+c-d=e._:/@", "A B+C-D=E._:/@", "empty", "")));

    assertThat(HeldLabels.MINIO.of(usual)).isEqualTo(new HeldLabels.Held(usual, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void leavesOutWhatTheStandbyDrops(boolean holdsTags, boolean holdsEmpty) {
    Attributes original =
        new Attributes(
            new TreeMap<>(),
            new TreeMap<>(Map.of("empty", "", "title", "a")),
            new TreeMap<>(Map.of("team", "web")));

    HeldLabels.Held held = HeldLabels.minioWith(holdsTags, holdsEmpty).of(original);

    assertThat(held.attributes().tags()).hasSize(holdsTags ? 1 : 0);
    assertThat(held.attributes().metadata()).hasSize(holdsEmpty ? 2 : 1).containsKey("title");
    assertThat(held.leftOut().contains("tag team")).isEqualTo(!holdsTags);
    assertThat(held.leftOut().contains("metadata empty")).isEqualTo(!holdsEmpty);
  }

  @Test
  void leavesOutTheTagsThatMinioRejectsAlone() {
    Map<String, String> tags =
        Map.of("Abteilung", "Büro", "größe", "1", "a!", "1", "b", "x*", "team", "web");

    HeldLabels.Held held = tagged(tags);

    assertThat(held.attributes().tags()).isEqualTo(Map.of("team", "web"));
    assertThat(held.leftOut()).containsExactly("tag Abteilung", "tag a!", "tag b", "tag größe");
  }

  @Test
  void holdsTagsOfTheGreatestLength() {
    Map<String, String> most = Map.of("k".repeat(128), "v".repeat(256));

    assertThat(tagged(most).attributes().tags()).isEqualTo(most);
    assertThat(tagged(Map.of("k".repeat(129), "", "k", "v".repeat(257))).leftOut()).hasSize(2);
  }

  /** S3 limits each tag. MinIO limits the request too, in which a slash takes three bytes. */
  @Test
  void leavesOutTagsThatDoNotFitIntoARequest() {
    Map<String, String> tags = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      tags.put(i + "/".repeat(127), "/".repeat(256));
    }

    HeldLabels.Held held = tagged(tags);

    assertThat(held.attributes().tags()).hasSize(5);
    assertThat(held.leftOut()).hasSize(5).first().asString().startsWith("tag 5//").endsWith("...");
  }

  @Test
  void leavesOutHeadersOutsideAscii() {
    HeldLabels.Held held =
        held(Map.of("content-type", "text/größe", "content-language", "ü"), Map.of(), Map.of());

    assertThat(held.attributes().headers())
        .as("a replica always has a type")
        .isEqualTo(Map.of("content-type", "binary/octet-stream"));
    assertThat(held.leftOut()).containsExactly("header content-type", "header content-language");
  }

  @ParameterizedTest
  @ValueSource(strings = {"größe", "a\u0001b", "a\u007fb", "\ud83d\ude00"})
  void leavesOutMetadataThatNoRequestCarries(String value) {
    HeldLabels.Held held = held(Map.of(), Map.of("a", value, "b", "1"), Map.of());

    assertThat(held.attributes().metadata()).isEqualTo(Map.of("b", "1"));
    assertThat(held.leftOut()).containsExactly("metadata a");
  }

  @Test
  void leavesOutMetadataWithANameThatIsNoHeader() {
    assertThat(held(Map.of(), Map.of("ü", "1", "a b", "2"), Map.of()).leftOut())
        .containsExactly("metadata a b", "metadata ü");
  }

  @Test
  void keepsMetadataInTheOrderOfNamesWhileItFits() {
    Map<String, String> metadata = new TreeMap<>();
    for (int i = 10; i < 50; i++) {
      metadata.put("k" + i, "v".repeat(90));
    }

    HeldLabels.Held held = held(Map.of(), metadata, Map.of());

    // 104 bytes each
    assertThat(held.attributes().metadata())
        .hasSize(19)
        .containsKey("k28")
        .doesNotContainKey("k29");
    assertThat(held.leftOut()).hasSize(11).startsWith("metadata k29").endsWith("11 more");
  }

  @Test
  void holdsExactly2048BytesOfMetadata() {
    String value = "v".repeat(2048 - "x-amz-meta-k".length());

    assertThat(held(Map.of(), Map.of("k", value), Map.of()).leftOut()).isEmpty();
    assertThat(held(Map.of(), Map.of("k", value + "v"), Map.of()).leftOut())
        .containsExactly("metadata k");
  }

  static LongStream seeds() {
    return new Random().longs(200);
  }

  /** Whatever a writer sends: the result is within MinIO's limits, and holds all of itself. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fitsIntoARequestWhateverTheLabelsAre(long seed) {
    Random random = new Random(seed);
    Attributes original =
        new Attributes(
            new TreeMap<>(
                Map.of(
                    "content-disposition",
                    "inline; filename=\"" + text(random, 900) + "\"",
                    "cache-control",
                    text(random, 2000))),
            entries(random, 80, 300),
            entries(random, 15, 250));

    HeldLabels.Held held = HeldLabels.MINIO.of(original);

    assertThat(HeldLabels.MINIO.of(held.attributes()))
        .as("what is held is held unchanged")
        .isEqualTo(new HeldLabels.Held(held.attributes(), List.of()));
    int metadata =
        held.attributes().metadata().entrySet().stream()
            .mapToInt(e -> 11 + e.getKey().length() + e.getValue().length())
            .sum();
    assertThat(metadata).isLessThanOrEqualTo(2048);
    assertThat(held.attributes().tags()).hasSizeLessThanOrEqualTo(10);
    assertThat(original.tags().entrySet()).containsAll(held.attributes().tags().entrySet());
    assertThat(original.metadata().entrySet()).containsAll(held.attributes().metadata().entrySet());
    Set<String> smallest = new HashSet<>(original.metadata().keySet());
    smallest.removeAll(held.attributes().metadata().keySet());
    assertThat(held.leftOut()).hasSizeLessThanOrEqualTo(11);
    assertThat(held.leftOut().isEmpty())
        .isEqualTo(
            smallest.isEmpty()
                && original.tags().equals(held.attributes().tags())
                && held.attributes().headers().size() == 2);
  }

  private static NavigableMap<String, String> entries(Random random, int count, int length) {
    TreeMap<String, String> entries = new TreeMap<>();
    int entriesToAdd = random.nextInt(count);
    for (int i = 0; i < entriesToAdd; i++) {
      entries.put("k" + i + (random.nextInt(20) == 0 ? "ü" : ""), text(random, length));
    }
    return entries;
  }

  private static String text(Random random, int length) {
    String alphabet = random.nextInt(10) == 0 ? "aä!\"\\;/ \ud83d\ude00" : "a/ b";
    StringBuilder text = new StringBuilder();
    int characters = random.nextInt(length);
    for (int i = 0; i < characters; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString().strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "attachment; filename=\"Größe.pdf\" | attachment; filename=\"Gr__e.pdf\";"
            + " filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf",
        "attachment;filename=Größe 1.pdf   | attachment; filename=\"Gr__e 1.pdf\";"
            + " filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.pdf",
        "INLINE ; FileName = \"ü\\\"\\\\\" ; | INLINE; filename=\"_\\\"\\\\\";"
            + " filename*=UTF-8''%C3%BC%22%5C",
        "attachment; filename=\"é\"; size=1; x=\"a b\" | attachment; filename=\"_\"; size=1; x=\"a"
            + " b\"; filename*=UTF-8''%C3%A9",
        "attachment; filename=\"ä.txt\"; filename*=UTF-8''%C3%A4.txt | attachment;"
            + " filename=\"_.txt\"; filename*=UTF-8''%C3%A4.txt",
        "attachment; filename*=UTF-8''%C3%A4.txt; filename=\"ä.txt\" | attachment;"
            + " filename*=UTF-8''%C3%A4.txt; filename=\"_.txt\"",
        "form-data; name=\"f\"; filename=\"日本.png\" | form-data; name=\"f\"; filename=\"__.png\";"
            + " filename*=UTF-8''%E6%97%A5%E6%9C%AC.png",
        "attachment; filename=\"\ud83d\ude00\" | attachment; filename=\"_\";"
            + " filename*=UTF-8''%F0%9F%98%80",
      })
  void encodesAFileNameAsInRfc6266(String original, String expected) {
    HeldLabels.Held held = held(Map.of("content-disposition", original), Map.of(), Map.of());

    assertThat(held.attributes().headers()).containsEntry("content-disposition", expected);
    assertThat(held.leftOut()).as("nothing is lost").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "größe; filename=\"a\"",
        "ü",
        "attachment; name=\"ü\"",
        "attachment; filename=\"ü",
        "attachment; filename=\"ü\" x",
        "attachment; filename=\"ü\"; filename=\"b\"",
        "attachment; filename*=UTF-8''ü",
        "attachment; filename; x=ü",
        "attachment, filename=ü",
        "attachment; =ü",
        "attachment; filename=\"ü\u0001\"",
        "; filename=\"ü\""
      })
  void leavesOutADispositionThatItCannotRead(String original) {
    HeldLabels.Held held = held(Map.of("content-disposition", original), Map.of(), Map.of());

    assertThat(held.attributes().headers()).isEmpty();
    assertThat(held.leftOut()).containsExactly("header content-disposition");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void encodesEveryFileNameSoThatItCanBeDecoded(long seed) {
    Random random = new Random(seed);
    StringBuilder name = new StringBuilder("ü");
    random
        .ints(1 + random.nextInt(40), 0x20, 0x1ffff)
        .filter(c -> c != 0x7f && (c < 0xd800 || c > 0xdfff))
        .forEach(name::appendCodePoint);
    random.ints(20, 0x20, 0x7f).forEach(name::appendCodePoint);
    String quoted = name.toString().replace("\\", "\\\\").replace("\"", "\\\"");

    String sent =
        held(
                Map.of("content-disposition", "inline; filename=\"" + quoted + '"'),
                Map.of(),
                Map.of())
            .attributes()
            .headers()
            .firstEntry()
            .getValue();

    String encoded =
        sent.substring(sent.indexOf("filename*=UTF-8''") + "filename*=UTF-8''".length());
    assertThat(encoded).matches("(?:[!#$&+.^_`|~0-9A-Za-z-]|%[0-9A-F]{2})*");
    assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8)).isEqualTo(name.toString());
    assertThat(sent).matches("\\p{ASCII}*");
  }

  /** A parser that recurses would overflow the stack. */
  @Test
  void readsAFileNameOfEscapesAlone() {
    String name = "\\a".repeat(1500);

    assertThat(
            held(Map.of("content-disposition", "a; filename=\"ü" + name + '"'), Map.of(), Map.of())
                .leftOut())
        .isEmpty();
  }

  @Test
  void holdsEverythingWhereTheStandbyItselfRefuses() {
    Attributes attributes =
        new Attributes(
            new TreeMap<>(Map.of("content-language", "ü")),
            new TreeMap<>(Map.of("k", "v".repeat(3000))),
            new TreeMap<>(Map.of("ü", "")));

    assertThat(HeldLabels.EVERYTHING.of(attributes))
        .isEqualTo(new HeldLabels.Held(attributes, List.of()));
  }
}
