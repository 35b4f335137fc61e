package dev.understudy.lab.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Terminal terminal = new Terminal(new PrintStream(shown, true, UTF_8), false);

  @TempDir Path folder;

  @Test
  void printsTheAddressOfTheFile() {
    Path file = folder.resolve("new folder/page.html");

    ReportFile.write(file, "<html/>", terminal);

    assertThat(file).hasContent("<html/>");
    assertThat(shown.toString(UTF_8)).contains("report").contains(file.toUri().toString());
  }

  @Test
  void aFileThatCannotBeWrittenDoesNotEndTheCommand() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    ReportFile.write(file.resolve("page.html"), "<html/>", terminal);

    assertThat(shown.toString(UTF_8)).contains("page.html cannot be written");
  }
}
