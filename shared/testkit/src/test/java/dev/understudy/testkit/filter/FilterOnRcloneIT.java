package dev.understudy.testkit.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.Filter;
import dev.understudy.core.object.FilterException;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.testkit.junit.LeftOut;
import dev.understudy.testkit.junit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Compares the filter with rclone over a directory, for random rules and keys. */
class FilterOnRcloneIT {
  private static final int FILTERS = 40;

  @TempDir private Path directory;

  @BeforeAll
  static void requireRclone() {
    try {
      run(List.of("rclone", "version"));
    } catch (IOException e) {
      throw LeftOut.because("the filter compared with rclone: rclone is not on the PATH");
    }
  }

  @ParameterizedTest
  @Seeds(5)
  void holdsWhatRcloneLists(long seed) throws IOException {
    RandomFilters random = new RandomFilters(seed);
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Set<String> keys = random.keys(150);
    for (String key : keys) {
      Path file = tree.resolve(key);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    int compared = 0;
    while (compared < FILTERS) {
      String text = String.join("\n", random.lines()) + "\n";
      try {
        Filter filter = Filter.parse(text.getBytes(UTF_8));
        Set<String> held =
            keys.stream()
                .filter(key -> filter.holds(new ObjectKey(key)))
                .collect(Collectors.toSet());
        assertThat(held).as(text).containsExactlyInAnyOrderElementsOf(listed(tree, text));
        compared++;
      } catch (FilterException e) {
        // Such as three stars in a row, which rclone refuses too.
      }
    }
  }

  private Set<String> listed(Path tree, String text) throws IOException {
    Path filter = Files.writeString(directory.resolve("filter"), text);
    String lines =
        run(
            List.of(
                "rclone",
                "--config=",
                "lsf",
                "-R",
                "--files-only",
                "--filter-from=" + filter,
                tree.toString()));
    return lines.lines().collect(Collectors.toSet());
  }

  private static String run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(process.waitFor()).as("%s", command).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return output;
  }
}
