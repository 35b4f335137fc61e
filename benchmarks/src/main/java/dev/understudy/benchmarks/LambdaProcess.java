package dev.understudy.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** JVMs as Lambda starts them, and the replicator as it is packaged for it. */
final class LambdaProcess {
  /** MemorySize of template.yaml, one whole vCPU. */
  static final int MEGABYTES = 1769;

  private static final Path TARGET = Path.of("functions", "replicator", "target");

  private LambdaProcess() {}

  /** Lambda's JIT tiers and collector (docs/decisions/0006), and the heap that it leaves. */
  static List<String> flags(Map<String, String> environment) {
    return flags(environment, MEGABYTES * 85 / 100);
  }

  static List<String> flags(Map<String, String> environment, int heapMebibytes) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+TieredCompilation",
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore="
                    + BenchBuckets.variable(environment, Servers.TRUST_STORE),
                "-Djavax.net.ssl.trustStorePassword=" + new String(Servers.PASSWORD)));
    // Later ones win: another JIT tier, or a recording.
    Stream.of(System.getenv().getOrDefault("BENCH_JVM", "").split(" "))
        .filter(flag -> !flag.isBlank())
        .forEach(flags::add);
    return List.copyOf(flags);
  }

  /** A JVM with this one's class path. */
  static ProcessBuilder java(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** The jar and its libraries. */
  static List<Path> packaged() throws IOException {
    Path jar = TARGET.resolve("replicator.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException(
          jar + " is not there; run this through make, from the project's folder");
    }
    List<Path> classPath = new ArrayList<>(List.of(jar));
    try (Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
      libraries.sorted().forEach(classPath::add);
    }
    return classPath;
  }

  /** What is uploaded, in MiB. */
  static double artefactMebibytes() throws IOException {
    return packaged().stream().map(Path::toFile).mapToLong(File::length).sum() / 1048576.0;
  }
}
