package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A class has at most 200 lines and a method at most 30. In test sources, which are lists of cases
 * and tables, these are 600 and 60. A class is counted from its declaration to its closing brace,
 * with nested classes, comments and blank lines, but without package, imports and its own Javadoc;
 * a method likewise. {@code length-exceptions.txt} names the exceptions, each with its reason.
 */
class LengthTest {
  private static final int MAX_CLASS_LINES = 200;
  private static final int MAX_METHOD_LINES = 30;
  private static final int MAX_TEST_CLASS_LINES = 600;
  private static final int MAX_TEST_METHOD_LINES = 60;
  private static final String EXCEPTIONS = "lab/src/test/resources/length-exceptions.txt";

  /** Classes as {@code Name}, methods as {@code Name.method}, with their number of lines. */
  private static Map<String, Long> tooLong;

  @BeforeAll
  static void measure() throws IOException {
    List<Path> files =
        ProjectFiles.endingWith(".java").stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .toList();
    assertThat(files).hasSizeGreaterThan(300);
    tooLong = tooLong(files);
  }

  private static Map<String, Long> tooLong(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  problem -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      Measure measure = new Measure(Trees.instance(task).getSourcePositions());
      for (CompilationUnitTree unit : task.parse()) {
        measure.measure(unit);
      }
      return measure.found;
    }
  }

  private static Map<String, String> exceptions() {
    return ProjectFiles.read(EXCEPTIONS)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\s+", 2))
        .collect(
            Collectors.toMap(
                line -> line[0],
                line -> line.length < 2 ? "" : line[1],
                (a, b) -> b,
                TreeMap::new));
  }

  @Test
  void everyClassAndMethodIsShortOrANamedException() {
    Map<String, Long> unnamed = new TreeMap<>(tooLong);
    unnamed.keySet().removeAll(exceptions().keySet());

    assertThat(unnamed).as("longer than this class allows, as a class or a method").isEmpty();
  }

  @Test
  void everyExceptionIsNeededAndHasAReason() {
    Set<String> needless = new TreeSet<>(exceptions().keySet());
    needless.removeAll(tooLong.keySet());

    assertThat(needless).as("exceptions that are short enough, or do not exist").isEmpty();
    assertThat(exceptions()).allSatisfy((name, reason) -> assertThat(reason).as(name).isNotBlank());
  }

  private static final class Measure {
    private final SourcePositions positions;
    private final Map<String, Long> found = new TreeMap<>();

    Measure(SourcePositions positions) {
      this.positions = positions;
    }

    void measure(CompilationUnitTree unit) {
      String name = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
      String type = name.substring(0, name.indexOf('.'));
      boolean isTest = unit.getSourceFile().toUri().getPath().contains("/src/test/");
      int maxClass = isTest ? MAX_TEST_CLASS_LINES : MAX_CLASS_LINES;
      int maxMethod = isTest ? MAX_TEST_METHOD_LINES : MAX_METHOD_LINES;
      unit.getTypeDecls().forEach(tree -> add(type, lines(unit, tree), maxClass));
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethod(MethodTree method, Void none) {
          add(type + "." + method.getName(), lines(unit, method), maxMethod);
          return super.visitMethod(method, null);
        }
      }.scan(unit, null);
    }

    private void add(String name, long lines, int limit) {
      if (lines > limit) {
        found.merge(name, lines, Math::max);
      }
    }

    private long lines(CompilationUnitTree unit, Tree tree) {
      long end = positions.getEndPosition(unit, tree);
      // The parser adds a constructor without an end to some records.
      return end < 0
          ? 0
          : unit.getLineMap().getLineNumber(end)
              - unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree))
              + 1;
    }
  }
}
