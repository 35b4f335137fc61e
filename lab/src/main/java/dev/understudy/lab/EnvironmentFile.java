package dev.understudy.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file of variables, for a shell to read or for {@code sam local invoke}. It is there completely
 * or not at all, and for nobody else's eyes: it holds keys.
 */
final class EnvironmentFile {
  private final Path path;
  private String written = "";

  EnvironmentFile(Path path) {
    this.path = path;
  }

  /** Removes what an earlier stack may have left behind. */
  void clear() {
    attempt(() -> Files.deleteIfExists(path));
  }

  /** Writes {@code NAME=value} lines that a shell can read. */
  void write(Map<String, String> variables) {
    write(
        variables.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /** Writes what {@code sam local invoke --env-vars} takes: the variables for every function. */
  void writeForContainers(Map<String, String> variables) {
    write(json(variables));
  }

  private static String json(Map<String, String> variables) {
    try {
      return JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(Map.of("Parameters", variables))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not strings: " + variables.keySet(), e);
    }
  }

  private void write(String text) {
    written = text;
    attempt(
        () -> {
          Path folder = path.toAbsolutePath().getParent();
          Files.createDirectories(folder);
          // Created readable for its owner alone, unlike a file that is opened for writing.
          Path draft = Files.createTempFile(folder, path.getFileName().toString(), ".draft");
          Files.writeString(draft, written);
          return Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** Removes the file, unless another stack has written its own in the meantime. */
  void remove() {
    attempt(
        () ->
            Files.exists(path)
                && Files.readString(path).equals(written)
                && Files.deleteIfExists(path));
  }

  private <T> void attempt(Attempt<T> attempt) {
    try {
      attempt.run();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written", e);
    }
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws IOException;
  }
}
