package dev.understudy.lab;

import dev.understudy.lab.stack.EnvironmentFile;
import dev.understudy.lab.stack.Installation;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StandbyName;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The files with endpoints and access keys of each standby's stack: {@code stack.env} for a shell
 * and for {@code understudy --env}, and {@code env.local.json} beside it for {@code sam local
 * invoke --env-vars}. Those of further standbys are {@code stack-2.env} and {@code
 * env.local-2.json}.
 */
final class StackFiles implements AutoCloseable {
  private static final String EXTENSION = ".env";

  private final Path first;
  private final List<EnvironmentFile> shells;
  private final List<EnvironmentFile> containers;

  /** Deletes the files that earlier stacks left behind, whatever their number of standbys. */
  StackFiles(Path first) {
    this.first = first;
    List<StandbyName> names =
        IntStream.rangeClosed(1, StandbyName.MAX).mapToObj(StandbyName::new).toList();
    this.shells = names.stream().map(name -> new EnvironmentFile(shell(name))).toList();
    this.containers =
        names.stream()
            .map(name -> "env.local%s.json".formatted(name.suffix()))
            .map(name -> new EnvironmentFile(first.resolveSibling(name)))
            .toList();
    shells.forEach(EnvironmentFile::clear);
    containers.forEach(EnvironmentFile::clear);
  }

  /** The file for a shell. */
  Path shell(StandbyName name) {
    String file = first.getFileName().toString();
    String base =
        file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
    return name.suffix().isEmpty() ? first : first.resolveSibling(base + name.suffix() + EXTENSION);
  }

  /** Writes the files; those of the first standby are the last, and say that the stack is ready. */
  void write(Installation installation) {
    for (int i = installation.stacks().size() - 1; i >= 0; i--) {
      Stack stack = installation.stacks().get(i);
      containers.get(i).writeForContainers(stack.containerVariables());
      shells.get(i).write(stack.variables());
    }
  }

  /** Deletes the files, unless another stack has overwritten them in the meantime. */
  @Override
  public void close() {
    shells.forEach(EnvironmentFile::remove);
    containers.forEach(EnvironmentFile::remove);
  }
}
