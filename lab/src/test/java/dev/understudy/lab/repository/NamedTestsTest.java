package dev.understudy.lab.repository;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every test that a table of the documentation cites exists under the cited name. */
class NamedTestsTest {
  private static final Path ROOT = Path.of(System.getProperty("understudy.root", "../.."));
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern RUN = Pattern.compile("(?m)^run \"([a-z0-9_]+)\"");
  private static final Pattern TEST = Pattern.compile("(?m)^ {2}void ([a-z]\\w*)\\(");
  private static final Pattern PARENT = Pattern.compile("\\bclass (\\w+) extends (\\w+)");

  private static final Map<String, Set<String>> methods = new HashMap<>();
  private static final Map<String, String> parents = new HashMap<>();
  private static final Set<String> runs = new HashSet<>();
  private static Set<String> targets;

  @BeforeAll
  static void readSources() throws IOException {
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return name.equals("target") || name.equals(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (name.endsWith(".java")) {
              String text = Files.readString(file);
              methods.put(name.replace(".java", ""), named(TEST, text));
              parents.putAll(
                  PARENT.matcher(text).results().collect(toMap(m -> m.group(1), m -> m.group(2))));
            } else if (name.endsWith(".tftest.hcl")) {
              runs.addAll(named(RUN, Files.readString(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    targets =
        named(Pattern.compile("(?m)^([a-z-]+):.*## "), Files.readString(ROOT.resolve("Makefile")));
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

  /** Whether the class, or one that it extends, has a test of this name. */
  private static boolean declares(String type, String method) {
    Set<String> own = methods.getOrDefault(type, Set.of());
    String parent = parents.get(type);
    return own.contains(method) || (parent != null && declares(parent, method));
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
  @CsvSource({"docs/security.md, '# '", "terraform/README.md, ## Pitfalls"})
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
  void tellsANameThatIsNone() {
    assertThat(exists("NamedTestsTest.tellsANameThatIsNone")).isTrue();
    assertThat(exists("S3StandbyOnDropletIT")).isTrue();
    assertThat(exists("NamedTestsTest.noSuchTest")).isFalse();
    assertThat(exists("no_such_run")).isFalse();
    assertThat(exists("make nothing")).isFalse();
  }
}
