package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another program that copies objects. Its start is part of each measurement. */
final class Program {
  private Program() {}

  /** The first line that the command prints; empty if its program is not on the {@code PATH}. */
  static Optional<String> firstLine(String... command) throws IOException {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command[0])));
    if (!installed) {
      return Optional.empty();
    }
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).lines().findFirst();
  }

  /**
   * Runs the command to its end.
   *
   * @throws IOException if it fails; the message has what it printed
   */
  static Usage measure(List<String> command, Map<String, String> variables) throws IOException {
    // Bash prints the CPU time of a finished child, in seconds.
    List<String> timed =
        new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash"));
    timed.addAll(command);
    Path output = Files.createTempFile("output-", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(timed).redirectErrorStream(true);
      builder.redirectOutput(output.toFile()).environment().putAll(variables);
      long start = System.nanoTime();
      Process process = builder.start();
      double peak = watch(process);
      double seconds = (System.nanoTime() - start) / 1e9;
      List<String> printed = Files.readAllLines(output);
      if (process.exitValue() != 0) {
        throw new IOException(command.get(0) + " failed:\n" + String.join("\n", printed));
      }
      String[] times = printed.get(printed.size() - 1).split(" ", -1);
      return new Usage(Double.parseDouble(times[0]) + Double.parseDouble(times[1]), seconds, peak);
    } finally {
      Files.delete(output);
    }
  }

  private static double watch(Process bash) throws IOException {
    double peak = 0;
    try {
      while (!bash.waitFor(20, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, bash.descendants().mapToDouble(Usage::peak).max().orElse(0));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return peak;
  }
}
