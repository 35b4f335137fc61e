package dev.understudy.cli;

import java.nio.file.Path;
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
}
