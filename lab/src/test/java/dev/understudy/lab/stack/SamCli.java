package dev.understudy.lab.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** SAM CLI as a user calls it from the project's folder, against another AWS than Amazon's. */
record SamCli(URI aws, Path work) {
  private static final int MINUTES = 10;

  /** Ends the test as left out, with a printed reason, where SAM CLI is not installed. */
  static SamCli orLeaveOut(URI aws, Path work) {
    SamCli sam = new SamCli(aws, work);
    try {
      sam.run("--version");
    } catch (UncheckedIOException e) {
      System.err.println("LEFT OUT: no SAM CLI here; put sam on the PATH");
      Assumptions.abort("LEFT OUT: no SAM CLI here; put sam on the PATH");
    }
    return sam;
  }

  /** Builds every function for the processor that emulators run on. */
  String build() {
    return run("build", "--build-dir", work.resolve("build").toString());
  }

  /** Deploys what was built. */
  String deploy(String stack, Map<String, String> parameters) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "deploy",
                "--template-file",
                work.resolve("build").resolve("template.yaml").toString(),
                "--stack-name",
                stack,
                "--resolve-s3",
                "--capabilities",
                "CAPABILITY_IAM",
                "--no-confirm-changeset",
                "--no-fail-on-empty-changeset",
                "--parameter-overrides"));
    parameters.forEach((name, value) -> arguments.add(name + "=" + value));
    return run(arguments.toArray(String[]::new));
  }

  /** Deletes a stack. */
  String delete(String stack) {
    return run("delete", "--no-prompts", "--stack-name", stack, "--region", "us-east-1");
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sam"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of(System.getProperty("understudy.root")).toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL", aws.toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1",
                "ARCHITECTURE", "x86_64",
                "SAM_CLI_TELEMETRY", "0"));
    try {
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a test", e);
    }
  }
}
