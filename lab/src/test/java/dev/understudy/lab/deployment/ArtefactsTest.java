package dev.understudy.lab.deployment;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.repository.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Lambda is given: what the function needs, and nothing else. */
class ArtefactsTest {
  /** Of every function; docs/decisions/0009 says what for. The rest is what these bring. */
  private static final Set<String> OF_ALL =
      Set.of(
          "core",
          "aws-lambda-java-core",
          "aws-lambda-java-log4j2",
          "jackson-core",
          "jackson-jr-objects",
          "log4j-api",
          "log4j-core",
          "log4j-layout-template-json",
          "log4j-slf4j2-impl",
          "slf4j-api",
          "secretsmanager",
          "sqs",
          "url-connection-client");

  private static final Set<String> BROUGHT_BY_THE_SDK =
      Set.of(
          "annotations",
          "auth",
          "aws-core",
          "aws-json-protocol",
          "checksums",
          "checksums-spi",
          "crt-core",
          "endpoints-spi",
          "http-auth",
          "http-auth-aws",
          "http-auth-spi",
          "http-client-spi",
          "httpcore5",
          "identity-spi",
          "json-utils",
          "metrics-spi",
          "profiles",
          "protocol-core",
          "reactive-streams",
          "regions",
          "retries",
          "retries-spi",
          "sdk-core",
          "third-party-jackson-core",
          "utils",
          "utils-lite");

  /**
   * @param module below functions/
   * @param mebibytes at most; the same as in the Makefile
   * @param own what this one needs beyond the others
   */
  private record Artefact(String module, int mebibytes, Set<String> own) {
    List<Path> jars() throws IOException {
      Path target = ProjectFiles.ROOT.resolve(Path.of("functions", module, "target"));
      Path jar = target.resolve(module + ".jar");
      assertThat(jar).as("packaged before this test: mvn verify, not mvn test").isRegularFile();
      List<Path> jars = new ArrayList<>(List.of(jar));
      try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
        libraries.sorted().forEach(jars::add);
      }
      return jars;
    }

    @Override
    public String toString() {
      return module;
    }
  }

  static List<Artefact> artefacts() {
    return List.of(
        new Artefact(
            "replicator",
            14,
            Set.of("AmazonCorrettoCryptoProvider", "aws-lambda-java-events", "crac")),
        new Artefact(
            "reconciler", 15, Set.of("AmazonCorrettoCryptoProvider", "aalto-xml", "stax2-api")),
        new Artefact(
            "health-probe",
            15,
            Set.of(
                "apache5-client",
                "cloudwatch",
                "httpclient5",
                "httpcore5-h2",
                "smithy-rpcv2-protocol",
                "third-party-jackson-dataformat-cbor")));
  }

  @Test
  void areThoseThatTheMakefileBuilds() {
    String makefile = ProjectFiles.read("Makefile");
    for (Artefact artefact : artefacts()) {
      assertThat(makefile)
          .contains("$(call artefact,%s,%d)".formatted(artefact.module(), artefact.mebibytes()));
    }
    assertThat(artefacts()).hasSize(FunctionsTest.names(makefile, "^build-(\\w+):").size());
  }

  @ParameterizedTest
  @MethodSource("artefacts")
  void keepTheirSize(Artefact artefact) throws IOException {
    long bytes = 0;
    for (Path jar : artefact.jars()) {
      bytes += Files.size(jar);
    }

    System.out.printf("%s: %.1f MiB%n", artefact, bytes / 1048576.0);
    assertThat(bytes).isLessThanOrEqualTo((long) artefact.mebibytes() << 20);
  }

  @ParameterizedTest
  @MethodSource("artefacts")
  void holdTheLibrariesThatTheFunctionNeeds(Artefact artefact) throws IOException {
    Set<String> allowed = new TreeSet<>(OF_ALL);
    allowed.addAll(BROUGHT_BY_THE_SDK);
    allowed.addAll(artefact.own());
    allowed.add(artefact.module());
    Set<String> there =
        artefact.jars().stream().map(ArtefactsTest::name).collect(toCollection(TreeSet::new));

    assertThat(there).isSubsetOf(allowed);
    assertThat(there).containsAll(OF_ALL).containsAll(artefact.own());
  }

  /** Of two versions of a class one would win by chance; of two native libraries too. */
  @ParameterizedTest
  @MethodSource("artefacts")
  void holdEachClassOnceAndOneNativeLibrary(Artefact artefact) throws IOException {
    Map<String, Path> seen = new HashMap<>();
    List<String> twice = new ArrayList<>();
    List<String> natives = new ArrayList<>();
    for (Path jar : artefact.jars()) {
      for (String entry : entries(jar)) {
        boolean code = entry.endsWith(".class") && !entry.startsWith("META-INF/");
        if (code && !entry.equals("module-info.class") && seen.put(entry, jar) != null) {
          twice.add(entry);
        }
        if (entry.matches(".*\\.(so|dylib|dll)")) {
          natives.add(entry);
        }
      }
    }

    assertThat(twice).isEmpty();
    // Each version of it lies under one name: a second one would hide the first.
    assertThat(natives)
        .hasSize(artefact.own().contains("AmazonCorrettoCryptoProvider") ? 1 : 0)
        .allMatch(library -> library.contains("amazonCorrettoCryptoProvider"));
  }

  @ParameterizedTest
  @MethodSource("artefacts")
  void holdNoOtherFunctionAndNoTest(Artefact artefact) throws IOException {
    Set<String> packages = new TreeSet<>();
    for (Path jar : artefact.jars()) {
      entries(jar).stream()
          .filter(entry -> entry.startsWith("dev/understudy/") && entry.endsWith(".class"))
          .map(entry -> entry.split("/")[2])
          .forEach(packages::add);
    }

    String own = artefact.module().replace("-", "");
    assertThat(packages).containsExactlyInAnyOrder("core", own);
  }

  /** The health probe reads pages with apache5; its clients of the SDK have the JDK's as well. */
  @ParameterizedTest
  @MethodSource("artefacts")
  void holdTheHttpClientsThatTheFunctionNames(Artefact artefact) throws IOException {
    List<String> clients = new ArrayList<>();
    for (Path jar : artefact.jars()) {
      entries(jar).stream()
          .filter(entry -> entry.matches("META-INF/services/software.amazon.awssdk.http.*Service"))
          .forEach(entry -> clients.add(name(jar)));
    }

    boolean apache = artefact.own().contains("apache5-client");
    assertThat(clients)
        .containsExactlyElementsOf(
            apache
                ? List.of("apache5-client", "url-connection-client")
                : List.of("url-connection-client"));
  }

  private static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("(-[0-9].*)?\\.jar$", "");
  }

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).toList();
    }
  }
}
