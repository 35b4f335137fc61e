package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every Markdown file of the repository is readable, and each of its relative links works. */
class MarkdownTest {
  private static final Path ROOT =
      Path.of(System.getProperty("understudy.root", "../..")).toAbsolutePath().normalize();
  private static final Set<String> GENERATED =
      Set.of("target", ".git", ".terraform", ".aws-sam", "node_modules");
  private static final int MAX_COLUMNS = 120;
  private static final int MAX_LINES_OF_README = 120;

  /** Phrases of an earlier style that readers had to translate, and words with several meanings. */
  private static final Pattern BANNED =
      Pattern.compile(
          ("\\b(so many|(is|are) none|told of|that is there|nobody's|what it is to|none of that"
                  + "|is no more|of its own kind|tells our queue|at a time that is no stamp"
                  + "|uploads? in parts|blueprints?|doors?)\\b")
              .replace(" ", "\\s+"),
          Pattern.CASE_INSENSITIVE);

  private static List<MarkdownFile> documents() throws IOException {
    List<MarkdownFile> documents = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return GENERATED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".md")) {
              documents.add(MarkdownFile.read(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(documents).hasSizeGreaterThan(50);
    return documents;
  }

  @Test
  void hasNoLongLineOutsideTables() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (MarkdownFile document : documents()) {
      document
          .linesLongerThan(MAX_COLUMNS)
          .forEach(line -> wrong.add("%s exceeds %d columns".formatted(at(line), MAX_COLUMNS)));
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void isInPlainLanguage() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (MarkdownFile document : documents()) {
      document
          .matches(BANNED)
          .forEach(found -> wrong.add("%s: \"%s\"".formatted(at(found), found.text())));
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void linksToWhatExists() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (MarkdownFile document : documents()) {
      for (MarkdownFile.Found link : document.links()) {
        document
            .problemOf(link.text())
            .ifPresent(
                problem -> wrong.add("%s: %s: %s".formatted(at(link), link.text(), problem)));
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void hasAShortFirstPage() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md")))
        .as("README.md")
        .hasSizeLessThanOrEqualTo(MAX_LINES_OF_README);
  }

  private static String at(MarkdownFile.Found found) {
    return "%s:%d".formatted(ROOT.relativize(found.file()), found.line());
  }
}
