package dev.understudy.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFileTest {
  @TempDir private Path folder;
  private Path path;
  private EnvironmentFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("target/stack.env");
    file = new EnvironmentFile(path);
  }

  @Test
  void holdsOneLineForEachVariableInOrder() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("Z_FIRST", "1");
    variables.put("A_SECOND", "http://127.0.0.1:9000");

    file.write(variables);

    assertThat(path).hasContent("Z_FIRST=1\nA_SECOND=http://127.0.0.1:9000\n");
    assertThat(path.getParent()).isDirectoryContaining(path::equals);
    assertThat(path.getParent().toFile().list()).hasSize(1);
  }

  @Test
  void quotesACertificateForTheShell() throws IOException {
    file.write(Map.of("STANDBY_CA_PEM", "-----BEGIN\nit's\n"));

    assertThat(path).hasContent("STANDBY_CA_PEM='-----BEGIN\nit'\\''s\n'\n");
  }

  @Test
  void isWhatSamTakesForEveryFunction() throws IOException {
    file.writeForContainers(Map.of("STANDBY_BUCKET", "a\"b"));

    assertThat(path)
        .content()
        .isEqualToIgnoringWhitespace("{\"Parameters\":{\"STANDBY_BUCKET\":\"a\\\"b\"}}");
  }

  @Test
  void isForItsOwnersEyesAlone() throws IOException {
    file.write(Map.of("STANDBY_SECRET_KEY", "hidden"));

    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void goesWhenTheStackGoes() {
    file.write(Map.of("A", "1"));
    file.remove();

    assertThat(path).doesNotExist();
    file.remove();
  }

  @Test
  void replacesWhatAnEarlierStackLeftBehind() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "OLD=1\n");

    file.clear();
    assertThat(path).doesNotExist();
    file.write(Map.of("NEW", "1"));
    assertThat(path).hasContent("NEW=1\n");
  }

  @Test
  void staysIfAnotherStackHasWrittenItsOwn() throws IOException {
    file.write(Map.of("A", "1"));
    Files.writeString(path, "A=2\n");
    file.remove();

    assertThat(path).hasContent("A=2\n");
  }
}
