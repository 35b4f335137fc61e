package dev.understudy.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The resources that a process used for a task.
 *
 * @param cpu CPU seconds, user and system
 * @param seconds elapsed time
 * @param mebibytes the peak resident memory of the process since its start; 0 if it cannot be read
 */
record Usage(double cpu, double seconds, double mebibytes) {

  /** Measures a task of another process, which must be alive before and after. */
  static Usage of(ProcessHandle process, Work work) throws IOException {
    Duration before = cpu(process);
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Usage(cpu(process).minus(before).toMillis() / 1e3, seconds, peak(process));
  }

  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  static Duration cpu(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("No CPU time of process " + process.pid()));
  }

  /** The peak resident memory in MiB; 0 if it is not Linux or the process has exited. */
  static double peak(ProcessHandle process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }
}
