package dev.understudy.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts JVMs with Lambda's settings, and finds the packaged replicator. */
final class LambdaProcess {
  /** MemorySize of template.yaml, which is one vCPU. */
  static final int MEGABYTES = 1769;

  private static final Path TARGET = Path.of("functions", "replicator", "target");

  /** What {@code S3Client} needs and the replicator does not have. */
  private static final Pattern S3_CLIENT =
      Pattern.compile(
          "(s3|arns|aws-xml-protocol|aws-query-protocol|apache5-client|httpclient5|httpcore5-h2)-\\d.*");

  private LambdaProcess() {}

  /**
   * JVM flags with Lambda's JIT tier and collector (docs/decisions/0006), and 85 % of the memory as
   * heap.
   */
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
                    + BenchClients.variable(environment, Servers.TRUST_STORE),
                "-Djavax.net.ssl.trustStorePassword=" + new String(Servers.PASSWORD)));
    // Later flags win, so BENCH_JVM can set another JIT tier or start a recording.
    Stream.of(System.getenv().getOrDefault("BENCH_JVM", "").split(" "))
        .filter(flag -> !flag.isBlank())
        .forEach(flags::add);
    return List.copyOf(flags);
  }

  /** A JVM with the class path of this one. */
  static ProcessBuilder java(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** The replicator's jar and libraries. */
  static List<Path> packaged() throws IOException {
    Path jar = TARGET.resolve("replicator.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar + " is missing; run make from the project's folder");
    }
    List<Path> classPath = new ArrayList<>(List.of(jar));
    try (Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
      libraries.sorted().forEach(classPath::add);
    }
    return classPath;
  }

  /** The libraries of {@code S3Client} that are not among the replicator's. */
  static List<Path> s3Client() throws IOException {
    try (Stream<Path> libraries = Files.list(Path.of("benchmarks", "target", "lib"))) {
      return libraries
          .filter(jar -> S3_CLIENT.matcher(jar.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /** The size of jar and libraries in MiB. */
  static double artefactMebibytes() throws IOException {
    return packaged().stream().map(Path::toFile).mapToLong(File::length).sum() / 1048576.0;
  }
}
