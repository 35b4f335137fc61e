package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command as a process of its own, from the classes of the tests. */
final class CommandProcess {
  static final List<String> LAUNCHER =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          Understudy.class.getName());

  private CommandProcess() {}

  /** Starts a command that {@link #signal} can end. */
  static ProcessBuilder interruptible(String... arguments) {
    List<String> line = new ArrayList<>();
    if (Files.exists(Path.of("/proc/self/status"))) {
      // A test that runs in the background may ignore SIGINT, which its children inherit.
      line.addAll(List.of("env", "--default-signal=INT"));
    }
    line.addAll(LAUNCHER);
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }

  /**
   * @param name such as INT, which Ctrl-C sends
   */
  static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
