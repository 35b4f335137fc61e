package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.core.config.Environment;
import dev.understudy.lab.EventFiles;
import dev.understudy.lab.client.BucketClient;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.Writer;
import dev.understudy.testkit.junit.LeftOut;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.DockerClientFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The README's walk-through of {@code sam local invoke}: every file of {@code events/}, each in a
 * container of its own, against the stack that {@code make up} starts, with the variables of {@code
 * events/env.local.json}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamLocalIT {
  private static final int COMMITTED_PORTS = 9000;

  private final ResourceStack open = new ResourceStack();
  private SamCli sam;
  private Stack stack;
  private Path variables;

  @BeforeAll
  void start(@TempDir Path work) throws IOException {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      LeftOut.because("no Docker engine answers here, so no function can run in a container");
    }
    InetAddress here = whereContainersReachUs();
    int base = freeRow(here);
    Map<String, String> settings =
        Map.of("PORT_BASE", Integer.toString(base), "LISTEN", here.getHostAddress());
    stack =
        open.add(
            Stack.start(StackConfig.of(new Environment(settings)), StackTimings.brisk(), a -> {}));
    sam = SamCli.orLeaveOut(stack.primary().endpoint());
    variables = work.resolve("env.local.json");
    String committed = EventFiles.read("env.local.json");
    for (int port = 0; port < StackConfig.PORTS; port++) {
      committed = committed.replace(":" + (COMMITTED_PORTS + port), ":" + (base + port));
    }
    Files.writeString(variables, committed);
  }

  @AfterAll
  void stop() {
    open.close();
  }

  static Stream<Path> events() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      List<Path> events =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .filter(file -> !file.getFileName().toString().matches("(env\\.|s3-batch-answer).*"))
              .sorted()
              .toList();
      assertThat(events).hasSizeGreaterThan(15);
      return events.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void answersEveryEvent(Path event) throws IOException {
    String name = event.getFileName().toString();
    JsonNode answer = new JsonMapper().readTree(invoke(event));

    if (name.equals("reconcile-release.json")) {
      // Nothing is held back here, and the answer says so.
      assertThat(answer.path("errorMessage").asText()).as(name).contains("no hints are withheld");
      return;
    }
    assertThat(answer.has("errorMessage")).as("%s: %s", name, answer).isFalse();
    if (name.startsWith("reconcile")) {
      assertThat(answer.path("complete").isBoolean()).as("%s: %s", name, answer).isTrue();
    } else if (name.startsWith("probe")) {
      assertThat(answer.path("checks").has("standby")).as("%s: %s", name, answer).isTrue();
    } else if (name.startsWith("s3-batch")) {
      assertThat(answer.path("results").get(0).path("resultCode").asText())
          .as("%s: %s", name, answer)
          .isEqualTo("Succeeded");
    } else {
      assertThat(answer).as(name).isEqualTo(new JsonMapper().readTree(NOTHING_FAILED));
    }
  }

  private static final String NOTHING_FAILED = "{\"batchItemFailures\":[]}";

  @Test
  void makesTheReplicaOfWhatTheEventNames() {
    try (Writer writer = Writer.open(stack.primary());
        BucketClient theirs = BucketClient.open(stack.standby());
        S3Client standby = stack.standby().s3()) {
      writer.write(
          "site/index.html",
          ObjectContent.of("<h1>Local</h1>"),
          new ObjectHeaders("text/html", "", Map.of()));
      assertThat(stack.awaitQuiet(Duration.ofMinutes(1), progress -> {})).isTrue();
      // From here on nobody but the container knows of the key.
      standby.deleteObject(r -> r.bucket(stack.standby().bucket()).key("site/index.html"));
      assertThat(theirs.keys()).doesNotContain("site/index.html");

      invoke(folder().resolve("s3-put.json"));

      assertThat(theirs.keys()).contains("site/index.html");
    }
  }

  private String invoke(Path event) {
    String name = event.getFileName().toString();
    String function =
        name.startsWith("reconcile")
            ? "ReconcilerFunction"
            : name.startsWith("probe") ? "HealthProbeFunction" : "ReplicatorFunction";
    AccessKeys keys = stack.primary().keys();
    return sam.invoke(
        function,
        event,
        variables,
        Map.of("AWS_ACCESS_KEY_ID", keys.accessKey(), "AWS_SECRET_ACCESS_KEY", keys.secretKey()));
  }

  private static Path folder() {
    return Path.of(System.getProperty("understudy.root"), "events");
  }

  /** Docker's bridge; where there is none, Docker Desktop leads containers to loopback. */
  private static InetAddress whereContainersReachUs() throws SocketException {
    NetworkInterface bridge = NetworkInterface.getByName("docker0");
    return bridge == null
        ? InetAddress.getLoopbackAddress()
        : bridge
            .inetAddresses()
            .filter(Inet4Address.class::isInstance)
            .findFirst()
            .orElseGet(InetAddress::getLoopbackAddress);
  }

  private static int freeRow(InetAddress here) {
    return new Random()
        .ints(10_000, 30_000)
        .filter(base -> IntStream.range(base, base + 5).allMatch(port -> isFree(here, port)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(InetAddress here, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, here)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
