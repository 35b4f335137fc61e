package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownFileTest {
  private static final String LONG = "word ".repeat(30).strip();

  @TempDir Path folder;

  private MarkdownFile page(String text) {
    return MarkdownFile.of(folder.resolve("page.md"), text);
  }

  private static List<Integer> lines(List<MarkdownFile.Found> found) {
    return found.stream().map(MarkdownFile.Found::line).toList();
  }

  @Test
  void namesLongLinesOfProseAndOfCode() {
    MarkdownFile page = page("short\n" + LONG + "\n```\n" + LONG + "\n```\n\n    " + LONG + "\n");

    assertThat(lines(page.linesLongerThan(120))).containsExactly(2, 4, 7);
  }

  @Test
  void allowsLongRowsOfTablesAndLinesThatAreOneLink() {
    String url = "https://example.org/" + "a".repeat(120);
    String text = "| " + LONG + " |\n" + url + "\n- [" + LONG + "](" + url + ")\n";

    assertThat(page(text).linesLongerThan(120)).isEmpty();
  }

  @Test
  void countsCharactersAndNotTheirEncoding() {
    assertThat(page("😀".repeat(120) + "\n").linesLongerThan(120)).isEmpty();
    assertThat(lines(page("😀".repeat(121) + "\n").linesLongerThan(120))).containsExactly(1);
  }

  @Test
  void findsPhrasesAcrossLinesAndOutsideCodeOnly() {
    MarkdownFile page = page("`is none`\n\nThere is\nnone.\n\n```\nis none\n```\n");

    assertThat(lines(page.matches(Pattern.compile("is\\s+none")))).containsExactly(3);
  }

  @Test
  void findsLinksAcrossLinesAndOutsideCodeOnly() {
    MarkdownFile page =
        page("`😀` [a](a.md) and [two\nwords](b.md)\n\n`[c](c.md)`\n\n    [d](d.md)\n");

    assertThat(page.links()).extracting(MarkdownFile.Found::text).containsExactly("a.md", "b.md");
    assertThat(lines(page.links())).containsExactly(1, 1);
  }

  @Test
  void makesAnchorsAsGitHubDoes() {
    MarkdownFile page =
        page("# Where does a change go?\n## `Code`, and [a link](x.md)\n## Twice\n## Twice\n");

    assertThat(page.anchors())
        .containsExactlyInAnyOrder("where-does-a-change-go", "code-and-a-link", "twice", "twice-1");
  }

  @Test
  void saysWhatIsWrongWithALink() throws IOException {
    Files.writeString(folder.resolve("other.md"), "# Title\n\n```\n# No heading\n```\n");
    Files.writeString(folder.resolve("data.txt"), "");
    MarkdownFile page = page("# Here\n");

    assertThat(page.problemOf("https://example.org/#x")).isEmpty();
    assertThat(page.problemOf("other.md")).isEmpty();
    assertThat(page.problemOf("other.md#title")).isEmpty();
    assertThat(page.problemOf("#here")).isEmpty();
    assertThat(page.problemOf("none.md")).contains("no such file");
    assertThat(page.problemOf("other.md#no-heading")).contains("no such heading");
    assertThat(page.problemOf("#there")).contains("no such heading");
    assertThat(page.problemOf("data.txt#title"))
        .contains("an anchor in a file that is not Markdown");
  }
}
