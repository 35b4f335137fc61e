package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.util.List;
import java.util.Map;

/** The child process of an {@link CopyLoop}. */
final class CopyLoopContender implements Contender {
  private final Process process;
  private final BufferedWriter keys;
  private final BufferedReader answers;

  private CopyLoopContender(Process process) {
    this.process = process;
    this.keys = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /**
   * Starts the loop and lets it copy small objects as a warm-up; the caller closes it.
   *
   * @param mode {@link CopyLoop#RELAY} or {@link CopyLoop#FULL_COPY}
   */
  static CopyLoopContender start(String mode, Map<String, String> environment) throws IOException {
    CopyLoopContender loop = cold(mode, environment);
    loop.copy(BenchBuckets.WARM);
    return loop;
  }

  /** Starts the loop without a warm-up; otherwise like {@link #start}. */
  static CopyLoopContender cold(String mode, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        LambdaProcess.java(LambdaProcess.flags(environment), CopyLoop.class, mode);
    builder.environment().putAll(environment);
    return new CopyLoopContender(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public Usage copy(List<String> copied) throws IOException {
    return Usage.of(
        process.toHandle(),
        () -> {
          for (String key : copied) {
            keys.write(key + "\n");
          }
          keys.write("\n");
          keys.flush();
          String answer = answers.readLine();
          if (!"done".equals(answer)) {
            throw new IOException("Some keys were not copied: " + answer);
          }
        });
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
