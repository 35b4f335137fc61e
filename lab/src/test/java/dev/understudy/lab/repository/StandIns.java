package dev.understudy.lab.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the project's scripts with stand-ins for other programs first on the path. Each stand-in
 * appends its call to the file {@code calls}, and finds this folder in {@code $state}.
 */
record StandIns(Path folder, Map<String, String> environment) {
  /** How a script ended, and all that it printed. */
  record Ended(int status, String printed) {}

  /**
   * @param folder an empty folder
   * @param environment variables of the scripts, besides those of this process
   */
  static StandIns in(Path folder, Map<String, String> environment) throws IOException {
    Files.createDirectory(folder.resolve("bin"));
    StandIns standIns = new StandIns(folder, environment);
    standIns.write("calls", "");
    return standIns;
  }

  /** A program that runs these lines of bash. */
  void program(String name, String body) throws IOException {
    String head =
        "#!/usr/bin/env bash\nset -euo pipefail\nstate='%s'\necho \"%s $*\" >>\"$state/calls\"\n";
    write("bin/" + name, head.formatted(folder, name) + body);
    assertThat(folder.resolve("bin").resolve(name).toFile().setExecutable(true)).isTrue();
  }

  /**
   * Makes Python itself the first {@code python3}. A version manager's would put its own folder of
   * programs before the stand-ins.
   */
  void python() throws IOException, InterruptedException {
    Process python =
        new ProcessBuilder("python3", "-c", "import sys; print(sys.executable, end='')").start();
    String executable = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertThat(python.waitFor()).isZero();
    Files.createSymbolicLink(folder.resolve("bin/python3"), Path.of(executable));
  }

  void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  String file(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Runs a script of this folder, or of the project where the path is relative. */
  Ended run(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProjectFiles.ROOT.resolve("scripts").resolve(script).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.resolve("bin") + ":", (old, first) -> first + old);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.outputWriter().close();
    byte[] printed = process.getInputStream().readAllBytes();
    return new Ended(process.waitFor(), new String(printed, UTF_8));
  }
}
