package dev.understudy.lab.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.json.JsonTree;
import dev.understudy.lab.stack.AccessKeys;
import dev.understudy.lab.stack.EnvironmentFile;
import dev.understudy.lab.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs {@code understudy} as a process of its own, as operators do. */
final class OperatorCommand implements AutoCloseable {
  /** What `make drill` builds; relative to the root of the repository. */
  private static final String JAR = "cli/target/understudy.jar";

  private final List<String> launcher;
  private final AccessKeys writers;
  private final Path folder;

  /**
   * @param launcher the program and its first arguments
   * @param writers the access key of a promoted standby's writers
   */
  OperatorCommand(List<String> launcher, Stack stack, AccessKeys writers) {
    this.launcher = launcher;
    this.writers = writers;
    try {
      this.folder = Files.createTempDirectory("understudy-drill-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new EnvironmentFile(variables()).write(stack.variables());
  }

  /** The launcher of the packaged command. */
  static List<String> packaged() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        JAR);
  }

  /**
   * What the command printed.
   *
   * @param result the JSON object on standard output
   */
  record Ended(int code, Map<String, Object> result) {
    /** The keys of all changes with this verdict. */
    List<String> keys(String verdict) {
      List<String> keys = new ArrayList<>();
      if (result.get("changes") instanceof List<?> changes) {
        for (Object change : changes) {
          if (change instanceof Map<?, ?> row && verdict.equals(row.get("verdict"))) {
            keys.add(String.valueOf(row.get("key")));
          }
        }
      }
      return keys;
    }
  }

  /**
   * Runs a failback.
   *
   * @throws IllegalStateException if the command prints no result
   */
  Ended failback(String... arguments) throws InterruptedException {
    List<String> line =
        Stream.of(
                launcher.stream(),
                Stream.of("failback"),
                Stream.of(arguments),
                Stream.of(
                    "--json", "--env=" + variables(), "--report=" + folder.resolve("report.jsonl")))
            .flatMap(all -> all)
            .toList();
    try {
      Path errors = folder.resolve("errors.txt");
      ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors.toFile());
      builder.environment().put("WRITER_ACCESS_KEY", writers.accessKey());
      builder.environment().put("WRITER_SECRET_KEY", writers.secretKey());
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      int code = process.waitFor();
      return new Ended(
          code,
          JsonTree.object(printed)
              .orElseThrow(() -> new IllegalStateException(failure(line, code, errors))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String failure(List<String> line, int code, Path errors) {
    try {
      return "%s ended with %d: %s"
          .formatted(String.join(" ", line), code, Files.readString(errors).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path variables() {
    return folder.resolve("stack.env");
  }

  /** Deletes the file with the access keys. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
