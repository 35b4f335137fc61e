package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.util.List;
import java.util.Map;

/** The child process of an {@link SdkLoop}. */
final class SdkLoopContender implements Contender {
  private final Process process;
  private final BufferedWriter keys;
  private final BufferedReader answers;

  private SdkLoopContender(Process process) {
    this.process = process;
    this.keys = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /**
   * Starts the loop and lets it copy small objects as a warm-up; the caller closes it.
   *
   * @param mode {@link SdkLoop#RELAY} or {@link SdkLoop#FULL_COPY}
   */
  static SdkLoopContender start(String mode, Map<String, String> environment) throws IOException {
    SdkLoopContender loop = cold(mode, environment);
    loop.copy(BenchBuckets.WARM);
    return loop;
  }

  /** Starts the loop without a warm-up; otherwise like {@link #start}. */
  static SdkLoopContender cold(String mode, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        LambdaProcess.java(LambdaProcess.flags(environment), SdkLoop.class, mode);
    builder.environment().putAll(environment);
    return new SdkLoopContender(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
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
