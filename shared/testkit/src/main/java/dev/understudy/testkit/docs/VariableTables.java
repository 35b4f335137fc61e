package dev.understudy.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * README.md's tables of variables. A row is {@code | `NAME`, `NAME` | default | meaning |}. One
 * section has the variables of several functions, and each function has a section for its own.
 */
public final class VariableTables {
  /** The section of the common variables and of the replicator's own. */
  public static final String COMMON = "## Configuration";

  private static final Pattern ROW =
      Pattern.compile("^\\| ((?:`[A-Z_]+`(?:, )?)+) \\|([^|]*)\\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("[A-Z_]+");

  private VariableTables() {}

  /**
   * Fails unless the section has exactly these variables with these defaults. Variables that the
   * common section has with the same default do not count.
   *
   * @param asked every variable that a function reads, with its default
   * @param section the heading, such as {@code ## The reconciler}
   */
  public static void assertDocumented(Map<String, String> asked, String section) {
    Map<String, String> own = new TreeMap<>(asked);
    if (!section.equals(COMMON)) {
      own.entrySet().removeAll(documented(COMMON).entrySet());
    }
    assertThat(documented(section)).as("README.md, %s", section).isEqualTo(own);
  }

  private static Map<String, String> documented(String section) {
    String readme = readme();
    int begin = readme.indexOf(section + "\n");
    assertThat(begin).as("README.md has the section \"%s\"", section).isNotNegative();
    Map<String, String> documented = new TreeMap<>();
    ROW.matcher(readme.substring(begin, readme.indexOf("\n## ", begin)))
        .results()
        .forEach(row -> names(row).forEach(name -> documented.put(name, row.group(2).strip())));
    return documented;
  }

  private static List<String> names(MatchResult row) {
    return NAME.matcher(row.group(1)).results().map(MatchResult::group).toList();
  }

  private static String readme() {
    try {
      return Files.readString(Path.of(System.getProperty("understudy.root"), "README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
