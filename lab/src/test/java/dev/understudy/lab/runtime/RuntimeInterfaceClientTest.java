package dev.understudy.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeInterfaceClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void runsAHandlerInAChildOfItsOwn() {
    try (RuntimeInterfaceClient child = child(EnvironmentHandler.class.getName())) {
      RuntimeApi.Outcome first = child.invoke("\"WHO\"", TIMEOUT);
      RuntimeApi.Outcome second = child.invoke("\"AWS_LAMBDA_FUNCTION_NAME\"", TIMEOUT);

      assertThat(first).isEqualTo(new RuntimeApi.Outcome(false, "\"the understudy\""));
      assertThat(second).isEqualTo(new RuntimeApi.Outcome(false, "\"function\""));
      assertThat(child.output()).contains("asked for WHO");
    }
  }

  @Test
  void reportsWhatTheHandlerThrows() {
    try (RuntimeInterfaceClient child = child(EnvironmentHandler.class.getName())) {
      RuntimeApi.Outcome outcome = child.invoke("\"HOME\"", TIMEOUT);

      assertThat(outcome.error()).isTrue();
      assertThat(outcome.payload()).contains("HOME is not in the environment");
    }
  }

  @Test
  void reportsAHandlerThatIsNotThere() {
    try (RuntimeInterfaceClient child = child("dev.understudy.Nobody")) {
      RuntimeApi.Outcome outcome = child.invoke("{}", TIMEOUT);

      assertThat(outcome.error()).isTrue();
      assertThat(outcome.payload()).contains("dev.understudy.Nobody");
    }
  }

  @Test
  void saysWhatTheChildPrintedWhenItDies() {
    try (RuntimeInterfaceClient child =
        RuntimeInterfaceClient.start(List.of(), "any", Map.of(), "-XX:NoSuchOption")) {
      assertThatThrownBy(() -> child.invoke("{}", TIMEOUT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("NoSuchOption");
    }
  }

  /** A child that starts would damage it for another that loads it. */
  @Test
  void loadsNoNativeCodeFromAPathThatAllChildrenWrite() throws IOException {
    try (RuntimeInterfaceClient child = child(EnvironmentHandler.class.getName())) {
      child.invoke("\"WHO\"", TIMEOUT);

      assertThat(Files.readString(Path.of("/proc/" + child.process().pid() + "/maps")))
          .contains("/lambda-jni-")
          .doesNotContain("/.libaws-lambda-jni.so");
    }
  }

  private static RuntimeInterfaceClient child(String handler) {
    return RuntimeInterfaceClient.start(
        List.of(testClasses()), handler, Map.of("WHO", "the understudy"));
  }

  private static Path testClasses() {
    try {
      return Path.of(
          EnvironmentHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
