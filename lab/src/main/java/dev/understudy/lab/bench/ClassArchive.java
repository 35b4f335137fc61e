package dev.understudy.lab.bench;

import dev.understudy.lab.runtime.RuntimeInterfaceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a cold start without SnapStart would gain from an archive of its classes (AppCDS), made by
 * such a start.
 */
final class ClassArchive {
  private ClassArchive() {}

  static void measure(BothSides sides, int rounds, Report report) throws IOException {
    sides.put(ColdPart.KEY, new byte[4096]);
    Path folder = Files.createTempDirectory("archive-");
    Path archive = folder.resolve("classes.jsa");
    List<Usage> plain = new ArrayList<>();
    List<Usage> archived = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Map<String, String> environment = sides.fresh();
      List<String> flags = new ArrayList<>(Lambda.flags(environment));
      if (round == 0) {
        write(archive, environment, flags);
        sides.empty(environment);
      }
      plain.add(ColdPart.ours(environment, flags));
      sides.empty(environment);
      // On, so that a start without the archive fails instead of being taken for one with it.
      flags.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:on"));
      archived.add(ColdPart.ours(environment, flags));
      sides.drop(environment);
    }
    double mebibytes = Files.size(archive) / 1048576.0;
    report.add(row("jars", plain));
    report.add(row("an archive of %.0f MiB".formatted(mebibytes), archived));
    Files.delete(archive);
    Files.delete(folder);
  }

  private static Row row(String source, List<Usage> usages) {
    return new Row(
        "settings",
        "a cold start, classes from " + source,
        "ours",
        List.of(
            Settings.figure("CPU s", usages, Usage::cpu),
            Settings.figure("s", usages, Usage::seconds)));
  }

  /** A list of what such a start loads, and of that an archive. */
  private static void write(Path archive, Map<String, String> environment, List<String> flags)
      throws IOException {
    Path list = archive.resolveSibling("classes.txt");
    try (RuntimeInterfaceClient child =
        start(environment, flags, "-Xshare:off", "-XX:DumpLoadedClassList=" + list)) {
      child.invoke(Ours.event(List.of(ColdPart.KEY)), Ours.LONGEST);
    }
    // The crypto provider's jar is signed: none of it can be archived, and JDK 17 crashes over its
    // lambdas.
    Files.write(
        list,
        Files.readAllLines(list).stream().filter(name -> !name.contains("corretto")).toList());
    try (RuntimeInterfaceClient child =
        start(
            environment,
            flags,
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + archive)) {
      child.process().onExit().join();
      if (!Files.isRegularFile(archive)) {
        throw new IOException("No archive was written:\n" + child.output());
      }
    }
    Files.delete(list);
  }

  private static RuntimeInterfaceClient start(
      Map<String, String> environment, List<String> flags, String... more) throws IOException {
    return RuntimeInterfaceClient.start(
        Lambda.packaged(),
        Ours.HANDLER,
        environment,
        Stream.concat(flags.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
