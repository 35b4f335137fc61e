package dev.understudy.lab.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log file of the stack, which several processes may write to at once. */
class LogFileTest {
  @TempDir private Path folder;

  @Test
  void keepsEachLineOfTwoProcessesWhole() throws IOException {
    Path file = folder.resolve("stack.log");
    List<String> expected = new ArrayList<>();
    try (Child first = new Child(file)) {
      first.log("first before", expected);
      // The second process opens the file while the first one is past its beginning.
      try (Child second = new Child(file)) {
        for (int n = 0; n < 20; n++) {
          second.log("second " + n, expected);
          first.log("first " + n, expected);
        }
      }
      first.log("first after", expected);
    }

    assertThat(Files.readAllBytes(file)).doesNotContain((byte) 0);
    assertThat(messages(file)).isEqualTo(expected);
  }

  private static List<String> messages(Path file) throws IOException {
    List<String> messages = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      messages.add(new JsonMapper().readTree(line).path("message").asText());
    }
    return messages;
  }

  /** A {@link LogLineWriter} in a JVM of its own. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    Child(Path file) throws IOException {
      this.process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dstack.log=" + file,
                  "-cp",
                  System.getProperty("java.class.path"),
                  LogLineWriter.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    void log(String message, List<String> expected) throws IOException {
      process.getOutputStream().write((message + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
      assertThat(answers.readLine()).isEqualTo("logged");
      expected.add(message);
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.onExit().join();
    }
  }
}
