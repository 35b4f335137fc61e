package dev.understudy.lab.stack;

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
 * A file of variables for a shell or for {@code sam local invoke}. It is written atomically and
 * readable by its owner only, because it holds access keys.
 */
public final class EnvironmentFile {
  private final Path path;
  private String written = "";

  public EnvironmentFile(Path path) {
    this.path = path;
  }

  /** Deletes a file that an earlier stack left behind. */
  public void clear() {
    attempt(() -> Files.deleteIfExists(path));
  }

  /** Writes {@code NAME=value} lines that a shell can read. */
  public void write(Map<String, String> variables) {
    write(
        variables.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
            .collect(Collectors.joining()));
  }

  /** Certificates have several lines; the other values need no quotes. */
  private static String quoted(String value) {
    return value.contains("\n") ? "'" + value.replace("'", "'\\''") + "'" : value;
  }

  /**
   * Writes the format of {@code sam local invoke --env-vars}, with the variables for every
   * function.
   */
  public void writeForContainers(Map<String, String> variables) {
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
          // A temporary file is readable by its owner only; a file opened for writing is not.
          Path draft = Files.createTempFile(folder, path.getFileName().toString(), ".draft");
          Files.writeString(draft, written);
          return Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** Deletes the file, unless another stack has overwritten it in the meantime. */
  public void remove() {
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
