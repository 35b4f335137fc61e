package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.Environment;
import dev.understudy.lab.stack.EnvironmentFile;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StackConfig;
import dev.understudy.lab.stack.StackTimings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code events/env.local.json} is what {@code make up PORT_BASE=9000} would write. */
class LocalInvocationTest {
  private static final int COMMITTED = 9000;

  @TempDir private Path folder;

  @Test
  void findsTheStackWithTheFileThatIsCommitted() throws IOException {
    int base = freeRow();
    Path file = folder.resolve("env.local.json");
    StackConfig config =
        StackConfig.of(new Environment(Map.of("PORT_BASE", Integer.toString(base))));
    try (Stack stack = Stack.start(config, StackTimings.brisk(), announced -> {})) {
      new EnvironmentFile(file).writeForContainers(stack.containerVariables());
    }

    String written = Files.readString(file);
    for (int port = 0; port < 5; port++) {
      written = written.replace(":" + (base + port), ":" + (COMMITTED + port));
    }
    assertThat(written).isEqualTo(EventFiles.read("env.local.json"));
  }

  /** Below the ports that the system hands out to others meanwhile. */
  private static int freeRow() {
    return new Random()
        .ints(10_000, 30_000)
        .filter(base -> IntStream.range(base, base + 5).allMatch(LocalInvocationTest::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
