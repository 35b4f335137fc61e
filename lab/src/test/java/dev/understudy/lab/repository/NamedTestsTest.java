package dev.understudy.lab.repository;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every test that a document names exists under that name: class, method or Terraform run. */
class NamedTestsTest {
  private static final Path ROOT = ProjectFiles.ROOT;
  private static final List<String> DOCUMENTS =
      List.of(
          "docs/faults.md",
          "docs/security.md",
          "docs/testing.md",
          "INVARIANTS.md",
          "terraform/README.md");

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern RUN = Pattern.compile("(?m)^run \"([a-z0-9_]+)\"");
  private static final Pattern TEST =
      Pattern.compile("(?m)^ {2,4}(?:public |default )?void ([a-z]\\w*)\\(");
  private static final Pattern PARENT = Pattern.compile("\\bclass (\\w+) extends (\\w+)");
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z-]+):.*## ");

  /** A backticked name of a test class, with or without a method. */
  private static final Pattern TEST_CLASS =
      Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract)(?:\\.\\w+)?)`");

  private static final Map<String, Set<String>> methods = new HashMap<>();
  private static final Map<String, String> parents = new HashMap<>();
  private static final Set<String> runs = new HashSet<>();
  private static Set<String> targets;

  @BeforeAll
  static void readSources() throws IOException {
    for (Path file : ProjectFiles.endingWith(".java")) {
      String text = Files.readString(file);
      methods.put(file.getFileName().toString().replace(".java", ""), named(TEST, text));
      parents.putAll(
          PARENT.matcher(text).results().collect(toMap(m -> m.group(1), m -> m.group(2))));
    }
    for (Path file : ProjectFiles.endingWith(".tftest.hcl")) {
      runs.addAll(named(RUN, Files.readString(file)));
    }
    targets = named(TARGET, ProjectFiles.read("Makefile"));
  }

  private static Set<String> named(Pattern pattern, String text) {
    Set<String> names = new HashSet<>();
    pattern.matcher(text).results().map(m -> m.group(1)).forEach(names::add);
    return names;
  }

  private static boolean exists(String name) {
    if (name.startsWith("make ")) {
      return targets.contains(name.substring(5));
    }
    if (name.startsWith("scripts/")) {
      return Files.isExecutable(ROOT.resolve(name));
    }
    if (Character.isLowerCase(name.charAt(0))) {
      return runs.contains(name);
    }
    String[] parts = name.split("\\.", 2);
    return parts.length == 1 ? methods.containsKey(name) : declares(parts[0], parts[1]);
  }

  /** Whether the class, or a superclass, has a test of this name. */
  private static boolean declares(String type, String method) {
    String parent = parents.get(type);
    return methods.getOrDefault(type, Set.of()).contains(method)
        || (parent != null && declares(parent, method));
  }

  /** The last cells of the tables in the section that begins with {@code heading}. */
  private static List<String> lastCells(String document, String heading) throws IOException {
    return Files.readAllLines(ROOT.resolve(document)).stream()
        .dropWhile(line -> !line.startsWith(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
        .skip(1)
        .map(line -> line.substring(line.lastIndexOf('|', line.length() - 2) + 1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"docs/security.md, '# '", "docs/faults.md, '# '", "terraform/README.md, ## Pitfalls"})
  void everyRowNamesTestsThatExist(String document, String heading) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String cell : lastCells(document, heading)) {
      List<String> names = QUOTED.matcher(cell).results().map(MatchResult::group).toList();
      if (names.isEmpty()) {
        wrong.add("no test:" + cell);
      }
      names.stream()
          .map(quoted -> quoted.substring(1, quoted.length() - 1))
          .filter(name -> !exists(name))
          .forEach(wrong::add);
    }

    assertThat(lastCells(document, heading)).hasSizeGreaterThan(12);
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyTestClassThatADocumentNamesExists() {
    List<String> missing = DOCUMENTS.stream().filter(file -> !isPresent(file)).toList();
    List<String> decisions =
        ProjectFiles.endingWith(".md").stream()
            .map(file -> ROOT.relativize(file).toString())
            .filter(file -> file.startsWith("docs/decisions/"))
            .toList();
    List<String> wrong =
        Stream.concat(DOCUMENTS.stream().filter(NamedTestsTest::isPresent), decisions.stream())
            .flatMap(NamedTestsTest::wrongNames)
            .toList();

    assertThat(decisions).hasSizeGreaterThan(10);
    assertThat(wrong).as("documents that do not exist and were not checked: %s", missing).isEmpty();
  }

  private static boolean isPresent(String document) {
    return Files.exists(ROOT.resolve(document));
  }

  private static Stream<String> wrongNames(String document) {
    return TEST_CLASS
        .matcher(ProjectFiles.read(document))
        .results()
        .map(name -> name.group(1))
        .filter(name -> !exists(name))
        .map(name -> document + " names " + name);
  }

  @Test
  void rejectsANameThatDoesNotExist() {
    assertThat(exists("NamedTestsTest.rejectsANameThatDoesNotExist")).isTrue();
    assertThat(exists("S3StandbyOnDropletIT")).isTrue();
    assertThat(exists("NamedTestsTest.noSuchTest")).isFalse();
    assertThat(exists("no_such_run")).isFalse();
    assertThat(exists("make nothing")).isFalse();
  }
}
