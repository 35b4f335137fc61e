package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The child process of {@link Servers}: its variables and its request counts. */
final class ServersProcess implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final BufferedReader answers;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private ServersProcess(Path folder, Process process) throws IOException {
    this.folder = folder;
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = answers.readLine(); ; line = answers.readLine()) {
      if (line == null) {
        throw new IOException("The servers did not start; see their output above");
      }
      if (line.isEmpty()) {
        break;
      }
      int equals = line.indexOf('=');
      variables.put(line.substring(0, equals), line.substring(equals + 1).replace('\t', '\n'));
    }
  }

  /**
   * Starts the servers; the caller closes them.
   *
   * @param real whether primary and standby are a MinIO each, which counts no requests
   * @param delayMillis added to each response of an embedded server, except to listings
   */
  static ServersProcess start(boolean real, int delayMillis) throws IOException {
    Path folder = Files.createTempDirectory("bench-");
    Process process =
        LambdaProcess.java(
                List.of("-Xmx2g"),
                Servers.class,
                folder.toString(),
                real ? "real" : "embedded",
                Integer.toString(delayMillis))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new ServersProcess(folder, process);
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  /** The variables that a function needs, without the names of the buckets. */
  Map<String, String> variables() {
    return new LinkedHashMap<>(variables);
  }

  /** The requests since the last call; empty if the servers do not count. */
  Optional<RequestCounts> counts() throws IOException {
    process.getOutputStream().write("\n".getBytes(UTF_8));
    process.getOutputStream().flush();
    Map<String, Map<String, Long>> counts =
        new JsonMapper().readValue(answers.readLine(), new TypeReference<>() {});
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RequestCounts(
                counts.getOrDefault("primary", Map.of()),
                counts.getOrDefault("standby", Map.of())));
  }

  /** Stops the servers and deletes their files. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.onExit().join();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
