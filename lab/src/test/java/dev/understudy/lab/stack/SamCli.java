package dev.understudy.lab.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.lab.repository.ProjectFiles;
import dev.understudy.testkit.junit.LeftOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * SAM CLI as a user calls it from the project's folder. What it deploys or invokes is built once,
 * for the processor that emulators run on.
 *
 * @param aws another AWS than Amazon's
 */
record SamCli(URI aws) {
  private static final int MINUTES = 15;

  /** Ends the test as left out, with a printed reason, where SAM CLI is not installed. */
  static SamCli orLeaveOut(URI aws) {
    SamCli sam = new SamCli(aws);
    try {
      sam.run("--version");
    } catch (UncheckedIOException e) {
      LeftOut.because("no SAM CLI here; put sam on the PATH");
    }
    return sam;
  }

  /** Where everything is built, once for all tests; the property names what is built already. */
  private static final class Built {
    static final Path FOLDER =
        Optional.ofNullable(System.getProperty("understudy.sam.build"))
            .map(Path::of)
            .orElseGet(Built::build);

    private static Path build() {
      Path folder = root().resolve("target/sam-build");
      new SamCli(URI.create("http://127.0.0.1:9")).run("build", "--build-dir", folder.toString());
      return folder;
    }
  }

  /**
   * Deploys what was built, as samconfig.toml says for dev.
   *
   * @param parameters all of them, as SAM takes the file's only where none are given
   */
  String deploy(String stack, Map<String, String> parameters) {
    List<String> arguments = new ArrayList<>(List.of("deploy"));
    arguments.addAll(built());
    arguments.addAll(List.of("--config-env", "dev", "--stack-name", stack));
    arguments.add("--parameter-overrides");
    parameters.forEach((name, value) -> arguments.add(name + "=" + value));
    return run(arguments.toArray(String[]::new));
  }

  /**
   * Invokes a function that was built in a container of its own.
   *
   * @param keys for AWS, which SAM hands on from its own environment
   * @return the answer, which SAM prints last, below the function's log lines
   */
  String invoke(String function, Path event, Path variables, Map<String, String> keys) {
    List<String> arguments = new ArrayList<>(List.of("local", "invoke", function));
    arguments.addAll(built());
    arguments.addAll(
        List.of(
            "-e",
            event.toString(),
            "--env-vars",
            variables.toString(),
            "--parameter-overrides",
            "Architecture=x86_64",
            "--skip-pull-image"));
    String printed = run(keys, arguments.toArray(String[]::new));
    return printed
        .lines()
        .filter(line -> line.startsWith("{") && !line.startsWith("{\"time\""))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new IllegalStateException("No answer:\n" + printed));
  }

  private List<String> built() {
    return List.of(
        "--template-file",
        Built.FOLDER.resolve("template.yaml").toString(),
        "--config-file",
        root().resolve("samconfig.toml").toString());
  }

  private static Path root() {
    return ProjectFiles.ROOT;
  }

  /** Deletes a stack. */
  String delete(String stack) {
    return run("delete", "--no-prompts", "--stack-name", stack, "--region", "us-east-1");
  }

  private String run(String... arguments) {
    return run(Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"), arguments);
  }

  private String run(Map<String, String> keys, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sam"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root().toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL", aws.toString(),
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1",
                "ARCHITECTURE", "x86_64",
                "SAM_CLI_TELEMETRY", "0"));
    builder.environment().putAll(keys);
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
