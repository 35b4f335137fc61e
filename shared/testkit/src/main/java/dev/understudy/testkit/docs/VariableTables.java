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
 * The tables of variables in docs/configuration.md: a row is {@code | `NAME`, `NAME` | default |
 * meaning |}. Variables that several functions read are in the replicator's section. The sections
 * of the other functions have the variables that the replicator's section lacks or that have
 * another default there.
 */
public final class VariableTables {
  /** The section with the variables of all functions, which are also the replicator's. */
  public static final String COMMON = "## The replicator";

  private static final String DOCUMENT = "docs/configuration.md";
  private static final Pattern ROW =
      Pattern.compile("^\\| ((?:`[A-Z_]+`(?:, )?)+) \\|([^|]*)\\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("[A-Z_]+");

  private VariableTables() {}

  /**
   * Fails unless the section has exactly these variables, with these defaults. Variables that the
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
    assertThat(documented(section)).as("%s, %s", DOCUMENT, section).isEqualTo(own);
  }

  private static Map<String, String> documented(String section) {
    String document = document();
    int begin = document.indexOf(section + "\n");
    assertThat(begin).as("%s has the section \"%s\"", DOCUMENT, section).isNotNegative();
    int end = document.indexOf("\n## ", begin);
    Map<String, String> documented = new TreeMap<>();
    ROW.matcher(document.substring(begin, end < 0 ? document.length() : end))
        .results()
        .forEach(row -> names(row).forEach(name -> documented.put(name, row.group(2).strip())));
    return documented;
  }

  private static List<String> names(MatchResult row) {
    return NAME.matcher(row.group(1)).results().map(MatchResult::group).toList();
  }

  private static String document() {
    try {
      return Files.readString(Path.of(System.getProperty("understudy.root"), DOCUMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
